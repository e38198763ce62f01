"""T30: more time, before the term ends, told to the customer and filed (S61-S63, K14)."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from jiesu.cases import clocks
from jiesu.cases.book import calendar, shelf
from jiesu.cases.covering import masking
from jiesu.cases.entries import secret_of
from jiesu.cases.reasons import moment_told, reason_told
from jiesu.cases.refusals import WrongState, unfit
from jiesu.cases.said import Letter, Said
from jiesu.cases.verbs import Scene, Words, move
from jiesu.cases.words import Code, Line, MaybeLine, Moment
from jiesu.rules.clocks.extending import FILING, extension_flaws
from jiesu.rules.clocks.promise import Promise
from jiesu.rules.policies.pack import ClockRule, PackRef
from jiesu.rules.workdays.shanghai import day_of, said, said_date

if TYPE_CHECKING:
    from jiesu.rules.reason import Reason


class Extension(Words):
    """Which clock, until when, why, and what the customer is told of the work."""

    clock: Code
    new_due_at: Moment
    special_reason: Line
    done: Line
    plan: Line
    order: MaybeLine = ""
    """Number of the work order, for a clock of one order."""


@move
def extend(scene: Scene, words: Extension) -> Said:
    """Extend what its rule lets be extended: N25 tells the customer; LAW never moves."""
    facts: dict[str, Any] = {
        "clock": words.clock,
        "new_due_at": words.new_due_at.isoformat(),
        "user_told": True,
        "progress_note": True,
        **({"order": words.order} if words.order else {}),
    }
    _check_order(scene, words.order)
    promise, rule = _extendable(scene, words.clock, facts)
    _check_none_waits(scene, promise)
    filing = FILING in rule.ext_requires
    told = {
        "clock": words.clock,
        "promise": _key(promise),
        "seq": scene.case.seq + 1,
        "old_due": promise.due_at.isoformat(),
        "new_due": words.new_due_at.isoformat(),
        "to_file": filing,
    }
    return Said(
        facts={**facts, "old_due": promise.due_at, "to_file": filing},
        record={"extensions": [*scene.case.record.get("extensions", []), told]},
        secret={"reason": words.special_reason},
        letters=[Letter("N25", _news(words, promise, filing=filing))],
    )


def _check_order(scene: Scene, number: str) -> None:
    """Let nobody write by an order what is none: its number stands in the ledger in clear (§18)."""
    if number and number not in scene.case.record.get("proceedings", {}):
        raise unfit(
            "order", _("本件没有编号为 %(order)s 的工单，未延期。请核对编号。") % {"order": number}
        )


def _check_none_waits(scene: Scene, promise: Promise) -> None:
    """Once is once (C10): nobody is told of another later date while one waits to be filed."""
    waiting = unfiled(scene.case.record)
    if any((e["clock"], e.get("promise")) == (promise.clock, _key(promise)) for e in waiting):
        raise WrongState(
            _(
                "此期限已有一次延期待报备，未再次延期，也未通知用户。"
                "请先报备；不报备的，按原期限办理(S63)。"
            )
        )


def _news(words: Extension, promise: Promise, *, filing: bool) -> dict[str, str]:
    """What the customer reads of it."""
    return {
        "special_reason": words.special_reason,
        "old_due": said(promise.due_at),
        "new_due": said(words.new_due_at),
        "done": words.done,
        "plan": words.plan,
        "filed": "我们将向主管部门报备。" if filing else "",
    }


def _extendable(scene: Scene, clock: str, facts: dict[str, Any]) -> tuple[Promise, ClockRule]:
    """The first running promise that these facts extend.

    Raises:
        WrongState: with what stands against it.
    """
    flaws: list[Reason] = []
    for promise, rule in _running(scene, clock):
        found = extension_flaws(rule, promise, facts, scene.now, calendar())
        if not found:
            return promise, rule
        flaws += [flaw for flaw in found if flaw not in flaws]
    why = _(";").join(map(reason_told, flaws)) or _("此件没有正在计时的 %(clock)s") % {
        "clock": clock
    }
    raise WrongState(_("不能延期：%(why)s。期限未变，请按原期限办理。") % {"why": why})


def _running(scene: Scene, clock: str) -> Iterator[tuple[Promise, ClockRule]]:
    refs = [PackRef(code, digest) for code, digest in scene.case.packs]
    for promise in clocks.promises_of(scene.case, scene.entries):
        if promise.clock == clock and promise.running:
            yield promise, shelf().rule(refs, promise.pack, promise.rule)


class Filing(Words):
    """With whom the extension was filed, and the receipt that proves it."""

    clock: Code
    authority: Line
    receipt: Line


@move
def file_extension(scene: Scene, words: Filing) -> Said:
    """File an approved extension (X01); a rule that asks for filing is extended only now."""
    extensions = scene.case.record.get("extensions", [])
    waiting = reversed(unfiled(scene.case.record))
    filed = next((e for e in waiting if e["clock"] == words.clock), None)
    if filed is None:
        raise WrongState(
            _("%(clock)s 没有待报备的延期，未登记。请先提出并批准延期。") % {"clock": words.clock}
        )
    for promise, _rule in _running(scene, words.clock):
        if _extended(promise, filed) and scene.now > promise.due_at:
            raise WrongState(
                _(
                    "原期限已于 %(due_at)s 届满，届满后的报备不能使延期生效(S63)。"
                    "请按已超期办理并告知用户。"
                )
                % {"due_at": moment_told(promise.due_at, year=True)}
            )
    return Said(
        facts={"clock": words.clock},
        record={"extensions": [{**e, "filed": True} if e is filed else e for e in extensions]},
        secret={"authority": words.authority, "receipt": words.receipt},
        letters=[Letter("X01", _report(scene, words, filed), readers=("authority",))],
    )


def unfiled(record: dict[str, Any]) -> list[dict[str, Any]]:
    """The extensions that are still to be filed; records of old hold the receipt itself."""
    told = record.get("extensions", ())
    return [e for e in told if e["to_file"] and not (e.get("filed") or e.get("receipt"))]


def _extended(promise: Promise, extension: dict[str, Any]) -> bool:
    """Whether it is this promise that was extended, and not another pack's of the same clock."""
    return bool(extension.get("promise", _key(promise)) == _key(promise))


def _key(promise: Promise) -> list[str | int]:
    return [promise.pack, promise.anchor]


def _report(scene: Scene, words: Filing, extension: dict[str, Any]) -> dict[str, str]:
    """The values of X01: no more about the customer than the authority needs."""
    case = scene.case
    asked = next(entry for entry in scene.entries if entry.seq == extension["seq"])
    told: dict[str, Any] = secret_of(asked) or {}
    least = masking(case)
    return {
        "authority": words.authority,
        "claims_masked": least(case.desired_outcome or case.subject),
        "old_due": said(datetime.fromisoformat(extension["old_due"]), year=True),
        "reason": least(str(told.get("reason") or "见延期申请")),
        "new_due": said(datetime.fromisoformat(extension["new_due"]), year=True),
        "told_at": said(asked.at, year=True),
        "owner": case.owner.name if case.owner else scene.actor.name,
        "date": said_date(day_of(scene.now), year=True),
    }
