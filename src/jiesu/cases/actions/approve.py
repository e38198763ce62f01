"""The second person: one requests, another approves or declines (§17 ², requester ≠ approver)."""

from typing import Any

from django.utils.translation import gettext as _

from jiesu.cases.authority import needs_counsel
from jiesu.cases.faults import read_words
from jiesu.cases.permit import judged
from jiesu.cases.refusals import NotAllowed, WrongState, unfit
from jiesu.cases.said import Said
from jiesu.cases.verbs import Scene, Words, move, verb_named
from jiesu.cases.words import Code, MaybePage, Page
from jiesu.people.access import second_person_for


class Request(Words):
    """The verb asked for and the words it was said with."""

    verb: Code
    words: dict[str, Any] = {}
    why: MaybePage = ""
    """Sealed like every free text: it may name people."""


@move
def request(scene: Scene, words: Request) -> Said:
    """Put a verb before a second person; nothing happens until it is approved."""
    _check_askable(scene, words)
    number = str(scene.case.seq + 1)
    on = scene.proceeding.number if scene.proceeding else ""
    legal = {"legal": True} if needs_counsel(words.verb, words.words) else {}
    asked = {
        "verb": words.verb,
        **({"on": on} if on else {}),
        **legal,
        "by": scene.actor.staff_id,
        "state": "open",
        "roles": sorted(second_person_for(words.verb, legal=bool(legal))),
    }
    requests = {**scene.case.record.get("requests", {}), number: asked}
    return Said(
        facts={"verb": words.verb, **({"on": on} if on else {}), **legal},
        record={"requests": requests, "waiting": waiting_for(requests)},
        secret={"words": words.words, **({"why": words.why} if words.why else {})},
    )


def _check_askable(scene: Scene, words: Request) -> None:
    """Refuse what nobody has to approve, and what could not be done once it is approved.

    Raises:
        Unfit: on the verb, or on the words it would be said with.
        NotAllowed: the actor could not say it even with a second person.
    """
    verb = verb_named(words.verb)
    if verb is None or not second_person_for(words.verb):
        raise unfit(
            "verb",
            _("“%(verb)s”不是须他人审批的操作，未提请审批。请直接办理或另选。")
            % {"verb": words.verb},
        )
    verdict = judged(scene.actor, verb.name, scene.case, scene.parts, scene.proceeding)
    if verdict.kind == "refused":
        raise NotAllowed(verdict.why)
    read_words(verb, words.words)


class Approval(Words):
    """Which request is approved: the sequence number of its ledger entry."""

    request: int


@move
def approve(scene: Scene, words: Approval) -> Said:
    """Approve; ``moves`` then says the requested verb in the requester's name."""
    by = scene.actor.staff_id
    return _answered(scene, words.request, "approved", parts=[("approver", by)] if by else [])


class Declining(Words):
    """Which request is declined, and why."""

    request: int
    reason: Page


@move
def decline(scene: Scene, words: Declining) -> Said:
    """Decline; the case stays as it is."""
    return _answered(scene, words.request, "declined", secret={"reason": words.reason})


class Lapse(Words):
    """Which request nobody can carry out any more."""

    request: int


@move
def lapse(scene: Scene, words: Lapse) -> Said:
    """Take a request off the table: nobody can do it any more, or it was said anew."""
    return _answered(scene, words.request, "lapsed")


def _answered(scene: Scene, seq: int, state: str, **more: Any) -> Said:
    asked = open_request(scene, seq)
    facts = {"request": seq, "verb": asked["verb"]}
    return Said(facts=facts, record=settled(scene, seq, state), **more)


def open_request(scene: Scene, seq: int) -> dict[str, Any]:
    """The request still waiting under ``seq``.

    Raises:
        WrongState: there is none. NotAllowed: the actor asked for it himself.
    """
    asked: dict[str, Any] | None = scene.case.record.get("requests", {}).get(str(seq))
    if asked is None or asked["state"] != "open":
        raise WrongState(
            _("第 %(seq)s 条不是待审批的申请，未做任何改动。请刷新后查看待审批事项。")
            % {"seq": seq}
        )
    if asked["by"] == scene.actor.staff_id and scene.actor.kind == "staff":
        raise NotAllowed(_("申请人不能审批自己的申请，未做任何改动。请由另一位审批人处理。"))
    return asked


def settled(scene: Scene, seq: int, state: str) -> dict[str, Any]:
    """The case's requests with ``seq`` now in ``state``, and the roles still waited for."""
    requests = dict(scene.case.record["requests"])
    requests[str(seq)] = {**requests[str(seq)], "state": state}
    return {"requests": requests, "waiting": waiting_for(requests)}


def waiting_for(requests: dict[str, Any]) -> list[str]:
    """Roles that some open request waits for."""
    running = [asked for asked in requests.values() if asked["state"] == "open"]
    return sorted({role for asked in running for role in asked["roles"]})
