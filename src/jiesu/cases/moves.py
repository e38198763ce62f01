"""The one way to change a case: check, act, write the entry and all that follows, or nothing."""

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Any

import msgspec
from django.db import connection, transaction
from django.utils.translation import gettext as _

from jiesu.cases import clocks, letters
from jiesu.cases.entries import new_entry, requested, secret_of
from jiesu.cases.faults import read_words
from jiesu.cases.flow import ENTERING, PASSED_ON, step_from, steps_of
from jiesu.cases.fold import World, derivation, fold
from jiesu.cases.merging import last_master, same_person
from jiesu.cases.models import Case, Entry, Part, Proceeding
from jiesu.cases.moved import Moved
from jiesu.cases.packs import keep_packs
from jiesu.cases.permit import check_step, in_the_name_of, parts_of, permit
from jiesu.cases.reasons import reason_told
from jiesu.cases.refusals import (
    KeyReused,
    LookedTooOften,
    NotAllowed,
    StaleVersion,
    UnknownCase,
    WrongState,
)
from jiesu.cases.said import Letter, Said
from jiesu.cases.search import find_for
from jiesu.cases.second import NeedsSecond
from jiesu.cases.verbs import Scene, Verb, Words, verb_named
from jiesu.cases.weighing import WEIGHTY, reweighed
from jiesu.kit.events import publish
from jiesu.kit.rings import out_of_rings
from jiesu.kit.sealed import keyed
from jiesu.people.access import may
from jiesu.people.actor import SYSTEM, Actor
from jiesu.people.actors import load_actor
from jiesu.people.audit import note
from jiesu.rules.policies.shelf import UnknownPackError

_DERIVED = frozenset({"derived", "cycle"})
"""Facts that hold of one ledger only."""


def make_move(  # noqa: PLR0913 - who, on what, which verb, with which words, and under what terms
    actor: Actor,
    number: str,
    verb: str,
    words: Words | Mapping[str, Any],
    *,
    now: datetime,
    proceeding: str = "",
    version: int | None = None,
    key: str = "",
) -> Entry:
    """Say ``verb`` on the case ``number`` in the name of ``actor`` and return the ledger entry.

    ``version`` is the ledger length the actor last saw (If-Match); ``key`` makes the request
    idempotent: the same key with the same words returns the entry already written.

    Raises:
        Refusal: with the sentence for the actor; nothing was written but, in the audit, that
        somebody wanted to look behind the mask too often.
    """
    told = (now, proceeding, version, key)
    try:
        return out_of_rings(lambda: _make_move(actor, number, verb, words, *told))
    except LookedTooOften:
        note("reveal_refused", at=now, by=actor.staff_id, facts={"case": number})
        raise
    except UnknownPackError as lost:  # no promise of the case can be reckoned, so nothing moves
        raise WrongState(reason_told(lost.because)) from lost


@transaction.atomic
def _make_move(  # noqa: PLR0913, PLR0917 - the same, in one transaction
    actor: Actor,
    number: str,
    verb: str,
    words: Words | Mapping[str, Any],
    now: datetime,
    proceeding: str,
    version: int | None,
    key: str,
) -> Entry:
    known = _verb(verb)
    if actor.through:
        raise NotAllowed(_("您正以他人视角查看，不能办理；未作改动。请先结束查看。"))
    case = _lock(actor, number, verb)
    digest = keyed(_digest([case.number, proceeding, verb], words))
    request_key = _request_key(actor, key)
    if earlier := _earlier(request_key, digest):
        return earlier
    if version is not None and version != case.seq:
        raise StaleVersion(
            _("%(number)s 在您查看之后已有新的办理记录，本次操作未保存。请刷新后再试。")
            % {"number": case.number},
            version=case.seq,
        )
    scene = _scene(case, actor, now, proceeding)
    scene.request = (request_key, digest if request_key else None)
    verdict = permit(scene, known, words)
    scene.how = verdict.how
    if verdict.kind == "second":
        return _ask_second(scene, verb, words)
    return _do(scene, known, words)


def _do(scene: Scene, verb: Verb, words: Words | Mapping[str, Any]) -> Entry:
    """Do the verb; if its action finds that it needs a second person, put it before one."""
    try:
        entry = enact(scene, verb, words)
    except NeedsSecond:
        return _ask_second(scene, verb.name, words)
    return _do_approved(scene, entry) if verb.name == "approve" else entry


def _ask_second(scene: Scene, verb: str, words: Words | Mapping[str, Any]) -> Entry:
    """Put the verb before a second person, unless it could not be done anyhow."""
    checked = read_words(_verb(verb), words)
    with suppress(NeedsSecond), transaction.atomic():
        _verb(verb).act(scene, checked)
        transaction.set_rollback(True)
    return enact(scene, _verb("request"), {"verb": verb, "words": msgspec.to_builtins(checked)})


def _do_approved(scene: Scene, approval: Entry) -> Entry:
    """Say the requested verb in the requester's name, now that a second person agreed."""
    asked = next(e for e in scene.entries if e.seq == approval.facts["request"])
    words = (secret_of(asked) or {})["words"]
    requester = (load_actor(asked.by_staff_id) if asked.by_staff_id else None) or SYSTEM
    verb = _verb(asked.facts["verb"])
    about = replace(scene, proceeding=_named(scene.case, asked.facts.get("on", "")))
    return enact(in_the_name_of(requester, about, verb), verb, words)


def enact(scene: Scene, verb: Verb, words: Words | Mapping[str, Any]) -> Entry:
    """Do ``verb`` in a scene already permitted, and write what it says."""
    if scene.case.state == "MERGED" and verb.name in PASSED_ON:
        entry, answers = _pass_on(scene, verb, words, scene.case)
        _answer(scene.case, entry, answers)
        return entry
    said = verb.act(scene, read_words(verb, words))
    return write(scene, verb.name, said)


def _pass_on(
    scene: Scene, verb: Verb, words: Words | Mapping[str, Any], by: Case
) -> tuple[Entry, list[Letter]]:
    """Say it on the master, and keep here what was said: the two may part again (T27).

    With the entry here come the letters that the last master does not send: whoever said it under
    the number ``by`` is answered there.
    """
    number = Case.objects.get(pk=scene.case.master_id or 0).number
    master = _scene_of_other(scene, number)
    check_step(master, verb)
    further = _pass_on if master.case.state == "MERGED" else _say_there
    entry, answers = further(master, verb, words, by)
    told = {name: fact for name, fact in entry.facts.items() if name not in _DERIVED}
    facts = {**told, "passed_on_to": number, "entry": entry.seq}
    return write(scene, verb.name, Said(facts=facts, secret=secret_of(entry) or {})), answers


def _say_there(
    master: Scene, verb: Verb, words: Words | Mapping[str, Any], by: Case
) -> tuple[Entry, list[Letter]]:
    """The entry of the last master, and the letters it does not send: another person said it."""
    said = verb.act(master, read_words(verb, words))
    answers: list[Letter] = []
    if not same_person(by, master.case):
        answers = [letter for letter in said.letters if letter.readers == ("user",)]
        said.letters = [letter for letter in said.letters if letter not in answers]
    return write(master, verb.name, said), answers


def _answer(case: Case, entry: Entry, answers: list[Letter]) -> None:
    """Write ``answers`` under the number of ``case``, with the dates of the one that goes on."""
    if answers:
        master = last_master(case)
        entries = list(Entry.objects.filter(case=master).order_by("seq"))
        letters.write(case, entry, answers, clocks.promises_of(master, entries))


def write(scene: Scene, verb: str, said: Said) -> Entry:
    """Append the entry and write everything derived from it."""
    case = scene.case
    entry = _compose(scene, verb, said)
    world = World(case, _proceedings(case), list(Part.objects.filter(case=case)))
    fold(world, entry, said.secret or None)
    entry.request_key, entry.request_digest = scene.request
    scene.request = (None, None)
    entry.save(force_insert=True)
    scene.entries.append(entry)
    promises = clocks.refresh(case, scene.entries)
    if "packs" in said.change:
        keep_packs([case], scene.now)
    _save(world, entry)
    letters.write(case, entry, said.letters, promises)
    by_itself = replace(scene, actor=SYSTEM)
    for following, told in said.then:
        write(by_itself if following == "escalate" else scene, following, told)
    if verb in WEIGHTY and (weighed := reweighed(case, scene.now)):
        write(by_itself, "prioritise", weighed)
    for number, following, told in said.elsewhere:
        write(_scene_of_other(scene, number), following, told)
    for event in (*said.events, Moved(case, entry, said.letters)):
        publish(event)
    _tell_listeners(case)
    return entry


def _verb(name: str) -> Verb:
    verb = verb_named(name)
    if verb is None:
        raise WrongState(
            _("没有名为“%(name)s”的操作，未做任何改动。请从页面所列操作中选择。") % {"name": name}
        )
    return verb


def _lock(actor: Actor, number: str, verb: str) -> Case:
    case = Case.objects.visible_to(actor).select_for_update(of=("self",)).filter(number=number)
    found = case.first() or _enter(actor, number, verb)
    if found is None:
        raise UnknownCase(_("没有找到编号为 %(number)s 的投诉，请核对编号。") % {"number": number})
    return found


def _enter(actor: Actor, number: str, verb: str) -> Case | None:
    """The case on which ``verb`` gives the actor a part that he cannot have had before (T24)."""
    if verb not in ENTERING:
        return None
    case = Case.objects.select_for_update(of=("self",)).filter(number=number).first()
    if case is None:
        return None
    verdict = may(actor, verb, unit_path=case.unit_path, parts=parts_of(actor, case))
    return case if verdict.kind != "refused" else None


def _scene_of_other(scene: Scene, number: str) -> Scene:
    """The scene of another case that this move writes to as well."""
    case = Case.objects.select_for_update(of=("self",)).get(number=number)
    return _scene(case, scene.actor, scene.now, "")


def _scene(case: Case, actor: Actor, now: datetime, proceeding: str) -> Scene:
    entries = list(Entry.objects.filter(case=case).order_by("seq"))
    return Scene(case, actor, now, entries, parts_of(actor, case), _named(case, proceeding))


def _named(case: Case, proceeding: str) -> Proceeding | None:
    if not proceeding:
        return None
    moved = Proceeding.objects.filter(case=case, number=proceeding).first()
    if moved is None:
        raise UnknownCase(
            _("%(number)s 名下没有编号为 %(proceeding)s 的事项，请核对编号。")
            % {"number": case.number, "proceeding": proceeding}
        )
    return moved


def _compose(scene: Scene, verb: str, said: Said) -> Entry:
    case, step = scene.case, steps_of(verb)[0]
    moved = scene.proceeding if step.machine != "complaint" else None
    row = step_from(verb, (moved or case).state) or step
    facts = {**said.facts, "cycle": said.change.get("cycle", case.cycle)}
    if moved:
        facts[moved.machine] = moved.number
    if derived := derivation(said):
        facts["derived"] = derived
    if said.happened_at:
        facts["happened_at"] = said.happened_at
    if scene.approved_by:
        facts["approved_by"] = scene.approved_by
    return new_entry(
        case,
        verb,
        scene.actor,
        scene.now,
        facts=facts,
        secret=said.secret,
        to_state=said.to or (row.targets[0] if len(row.targets) == 1 else ""),
        machine=step.machine,
        proceeding=moved.number if moved else "",
    )


def _proceedings(case: Case) -> dict[str, Proceeding]:
    return {row.number: row for row in Proceeding.objects.filter(case=case)}


def _save(world: World, entry: Entry) -> None:
    world.case.save(force_update=True)
    moved = {entry.proceeding, *entry.facts.get("derived", {}).get("reaches", ())}
    for proceeding in world.proceedings.values():
        if proceeding.pk is None or proceeding.number in moved:
            proceeding.save()
    for part in world.parts:
        if entry.seq in {part.since, part.until}:
            part.save()
    known = {part.staff_id for part in world.parts if part.since < entry.seq}
    if new := {part.staff_id for part in world.parts} - known:
        find_for(world.case.id, new)


_TELL = """
    SELECT pg_notify('jiesu_case', %s), pg_notify('jiesu_clock', least(%s::timestamptz, (
           SELECT min(alarm_at) FROM cases_promiserow WHERE case_id = %s))::text)
"""


def _tell_listeners(case: Case) -> None:
    """Screens learn that the case moved; the clock-keeper, when it has to look at it next."""
    with connection.cursor() as cursor:
        cursor.execute(_TELL, [case.number, case.waits_until, case.id])


def _digest(what: list[str], words: Words | Mapping[str, Any]) -> bytes:
    told = msgspec.json.encode([*what, _as_json(words)], order="deterministic")
    return hashlib.sha256(told).digest()


def _as_json(words: Words | Mapping[str, Any]) -> Any:
    return msgspec.to_builtins(words if isinstance(words, Words) else dict(words))


def _request_key(actor: Actor, key: str) -> bytes | None:
    if not key:
        return None
    return hashlib.sha256(f"{actor.kind}/{actor.staff_id}/{actor.case_id}/{key}".encode()).digest()


def _earlier(request_key: bytes | None, digest: bytes) -> Entry | None:
    if request_key is None:
        return None
    entry = Entry.objects.filter(request_key=request_key).first()
    if entry and not requested(entry, digest):
        raise KeyReused(
            _("这个 Idempotency-Key 已用于另一个请求，本次未保存。请换一个新的键再提交。")
        )
    return entry
