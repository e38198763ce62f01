"""Declare, estimate, close: the three verbs of an outage itself (§17 R10, R21; S105, S123).

Each writes the row and the turn in one transaction, or neither.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

import msgspec
from django.db import transaction
from django.utils.translation import gettext as _

from jiesu.cases.book import taxonomy
from jiesu.cases.faults import read_as
from jiesu.cases.numbers import next_number
from jiesu.cases.refusals import NotAllowed, Unfit, unfit
from jiesu.cases.verbs import Words
from jiesu.incidents import turns
from jiesu.incidents.models import FAULT, WORK, Outage, OutageTurn
from jiesu.incidents.places import sought
from jiesu.incidents.telling import tell_later
from jiesu.incidents.words import Closure, Declaration, Estimate
from jiesu.kit.masks import mask_text
from jiesu.kit.text import one_line
from jiesu.people.access import may
from jiesu.people.actor import Actor
from jiesu.people.models import Organisation
from jiesu.rules.numbers import Prefix

LONGEST_AGO = timedelta(days=30)
"""A fault that began earlier is a day typed wrong: nobody declares it a month late."""
FARTHEST_AHEAD = timedelta(days=366)
"""Nobody plans work, or expects service back, later: such a year is typed wrong."""
_SHORTEST_PLACE = 2
"""Of one letter almost every address would have it."""
_NEWS = frozenset({"eta", "cause"})
"""What customers are told of again; that other places have it too is no news to them."""
Told = Words | Mapping[str, Any]


@transaction.atomic
def declare_outage(actor: Actor, words: Told, *, now: datetime, key: str = "") -> OutageTurn:
    """Enter a fault or planned work into the register; ``key`` makes the request idempotent.

    Raises:
        Refusal: with the sentence for the actor; nothing was written.
    """
    told = read_as(Declaration, words)
    made = turns.request(actor, "declare_outage", told, now, key=key)
    if before := turns.earlier(made):
        return before
    unit = _unit(actor, told.unit)
    _check_times(told, now)
    _check_public(cause=[told.cause], places=told.places)
    outage = Outage.objects.create(
        number=next_number(Prefix.OUTAGE, unit.region, now),
        kind=told.kind,
        cause=_cause(told.cause),
        unit=unit,
        since=told.since,
        until=told.until,
        eta=told.eta,
        declared_by_id=made.by,
        **_placed(told.places),
    )
    return turns.write(outage, made, msgspec.to_builtins(told))


@transaction.atomic
def estimate_outage(  # noqa: PLR0913 - who, which, with which words, and under what terms
    actor: Actor,
    number: str,
    words: Told,
    *,
    now: datetime,
    version: int | None = None,
    key: str = "",
) -> OutageTurn:
    """Say better when service will be back, why it is gone, or where.

    Raises:
        Refusal: with the sentence for the actor; nothing was written.
    """
    told = read_as(Estimate, words)
    made = turns.request(actor, "estimate_outage", told, now, about=number, key=key)
    return _turned(actor, made, version, lambda outage: _estimated(outage, told, now))


def _estimated(outage: Outage, told: Estimate, now: datetime) -> dict[str, Any]:
    changed = _changed(outage, told, now)
    for name, value in changed.items():
        setattr(outage, name, value)
    if changed.keys() & _NEWS:
        tell_later(outage)
    return {name: value for name, value in changed.items() if name != "sought"}


@transaction.atomic
def close_outage(  # noqa: PLR0913 - who, which, with which words, and under what terms
    actor: Actor,
    number: str,
    words: Told,
    *,
    now: datetime,
    version: int | None = None,
    key: str = "",
) -> OutageTurn:
    """Service is back. Planned work that never began is called off by the same word.

    Raises:
        Refusal: with the sentence for the actor; nothing was written.
    """
    told = read_as(Closure, words)
    made = turns.request(actor, "close_outage", told, now, about=number, key=key)
    return _turned(actor, made, version, lambda outage: _closed(outage, told, now))


def _closed(outage: Outage, told: Closure, now: datetime) -> dict[str, Any]:
    _check_public(found=[told.found])
    outage.ended_at = _restored(outage, told, now)
    outage.root_cause, outage.found = _root_cause(told.root_cause), told.found.strip()
    tell_later(outage)
    return {"root_cause": told.root_cause, "found": outage.found, "restored_at": outage.ended_at}


def _turned(
    actor: Actor,
    made: turns.Request,
    version: int | None,
    change: Callable[[Outage], dict[str, Any]],
) -> OutageTurn:
    """Lock the outage, ``change`` it by one version, and write down what the change tells of it."""
    outage = turns.lock(actor, made.about)
    _check_may(actor, made.verb, outage.unit)
    if before := turns.earlier(made):
        return before
    turns.check_version(outage, version)
    facts = change(outage)
    outage.version += 1
    outage.save(force_update=True)
    return turns.write(outage, made, facts)


def _unit(actor: Actor, code: str) -> Organisation:
    unit = Organisation.objects.filter(code=code).first()
    if unit is None:
        raise unfit("unit", _("没有代码为 %(code)s 的单位，未发布。请另选。") % {"code": code})
    _check_may(actor, "declare_outage", unit)
    return unit


def _check_may(actor: Actor, verb: str, unit: Organisation) -> None:
    verdict = may(actor, verb, unit_path=unit.path)
    if not verdict.allowed:
        raise NotAllowed(verdict.why)


def _check_times(told: Declaration, now: datetime) -> None:
    if told.kind == FAULT and told.since > now:
        raise unfit("since", _("故障的开始时间在将来，未发布。计划施工请选“计划施工”。"))
    if told.since < now - LONGEST_AGO:
        raise unfit("since", _("开始时间早于三十天前，未发布。请核对日期。"))
    if told.kind == WORK and told.until is None:
        raise unfit("until", _("计划施工须写明结束时间，未发布。"))
    if told.kind == FAULT and told.until is not None:
        raise unfit("until", _("故障没有计划结束时间，未发布。请填写预计恢复时间。"))
    for name, moment in (("until", told.until), ("eta", told.eta)):
        if moment is not None and moment <= max(told.since, now):
            raise unfit(name, _("这一时间须在开始之后且尚未过去，未发布。请核对。"))
        _check_near(name, moment, now)


def _check_near(name: str, moment: datetime | None, now: datetime) -> None:
    if moment is not None and moment > now + FARTHEST_AHEAD:
        raise unfit(name, _("这一时间在一年以后，未保存。请核对年份。"))


def _check_public(**texts: Iterable[str]) -> None:
    """What everybody is told names nobody: no telephone, account or identity number."""
    for name, lines in texts.items():
        if any(mask_text(line) != line for line in map(one_line, lines)):
            raise unfit(
                name,
                _("这里不能写电话、账号、证件号或邮箱，未保存；群障信息会告知所有用户。请删去。"),
            )


def _cause(text: str) -> str:
    cause = one_line(text)
    if not cause:
        raise unfit("cause", _("告知用户的原因没有可见的文字，未保存。请写明原因。"))
    return cause


def _placed(places: list[str]) -> dict[str, list[str]]:
    """The places once each, as people write them and as they are looked for."""
    by_key = {sought(place): one_line(place) for place in places}
    if any(len(key) < _SHORTEST_PLACE for key in by_key):
        raise unfit(
            "places", _("影响范围的每一项不能少于 2 个字，未保存。请写出小区、道路或楼栋。")
        )
    return {"places": list(by_key.values()), "sought": list(by_key)}


def _changed(outage: Outage, told: Estimate, now: datetime) -> dict[str, Any]:
    if told.eta is not None and told.eta <= max(outage.since, now):
        raise unfit("eta", _("预计恢复时间须在将来，未保存。已恢复的请解除群障。"))
    _check_near("eta", told.eta, now)
    _check_public(cause=[told.cause], places=told.places or ())
    wanted: dict[str, Any] = {
        "eta": told.eta,
        "cause": _cause(told.cause) if told.cause.strip() else None,
    }
    if told.places is not None:
        wanted |= _placed(told.places)
    changed = {
        name: value
        for name, value in wanted.items()
        if value is not None and value != getattr(outage, name)
    }
    if not changed:
        raise Unfit(_("内容与现在相同，未保存。请填写新的预计恢复时间、原因或范围。"))
    return changed


def _restored(outage: Outage, told: Closure, now: datetime) -> datetime:
    restored = told.restored_at or now
    if restored > now:
        raise unfit("restored_at", _("恢复时间在将来，未解除。请在恢复后再解除。"))
    earliest = outage.since if outage.since <= now else now - LONGEST_AGO
    if restored < earliest:
        raise unfit("restored_at", _("恢复时间早于故障开始时间，未解除。请核对。"))
    return restored


def _root_cause(code: str) -> str:
    if code not in taxonomy().codes("root_causes"):
        raise unfit(
            "root_cause", _("没有根因代码 %(code)s，未解除。请从列表中选择。") % {"code": code}
        )
    return code
