"""What the law gives for a fault beyond its limit, whether or not anybody asks (§16 CP1, N27)."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Annotated, Any

import msgspec
from django.utils.translation import gettext as _
from msgspec import Meta

from jiesu.cases.models import PromiseRow
from jiesu.cases.refusals import unfit
from jiesu.cases.verbs import Scene
from jiesu.cases.words import Code, Fen, MaybeLine
from jiesu.people.models import Subscription
from jiesu.rules.remedies import rent_waiver
from jiesu.rules.remedies.tariff import our_own
from jiesu.ui.joining import listed

RENT = "CP1"
_FOR_A_FAULT = frozenset({"CP1", "CP4R"})
"""Both are for the same loss: one is given, and never less than the law says (§16)."""
_THE_CUSTOMERS_OWN = ("C-", "R-CUST")
"""Causes for which the law gives nothing: terminal equipment of the customer."""


class Remedy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing given: its code (CP1 … CP8, §16), its amount and what it rests on."""

    code: Annotated[Code, Meta(extra_json_schema={"enum": list(our_own().basis)})]
    amount_fen: Fen
    basis: MaybeLine = ""
    """Rule or contract term; left empty, the clause that the tariff names for the code."""


def with_the_law(scene: Scene, offered: Sequence[Remedy]) -> list[Remedy]:
    """``offered``, and the rent that the law waives if nobody thought of it (CP1, N27).

    Raises:
        Unfit: a code is unknown, a loss is paid twice, the law is undercut, or the rent of the
        line is not known here and nobody told it.
    """
    _check_codes(offered)
    offered = [_with_its_basis(remedy) for remedy in offered]
    given = [remedy for remedy in offered if remedy.code in _FOR_A_FAULT]
    if not beyond_its_limit(scene):
        return offered
    owed = rent_owed(scene)
    if owed is None and not given:
        raise unfit(
            "remedies",
            _(
                "故障已超过法定修复时限，须减免故障期间月租，未发送。此线路月租不详，"
                "请填写补偿 CP1 及金额(电信条例第三十二条)。"
            ),
        )
    if owed is None or not owed.amount_fen:
        return offered
    if not given:
        return [*offered, owed]
    if sum(remedy.amount_fen for remedy in given) < owed.amount_fen:
        least = f"{owed.amount_fen // 100}.{owed.amount_fen % 100:02}"
        raise unfit(
            "remedies",
            _("故障期间月租依法至少减免 %(least)s 元，未发送。请改正金额。") % {"least": least},
        )
    return offered


def without_basis(given: Iterable[Remedy]) -> list[dict[str, Any]]:
    """What is given, as the ledger has it in clear: code and amount."""
    return [{"code": one.code, "amount_fen": one.amount_fen} for one in given]


def bases(given: Iterable[Remedy]) -> dict[str, list[str]]:
    """What it rests on, as people wrote it: to be sealed."""
    told = [one.basis for one in given]
    return {"basis": told} if told else {}


def rent_owed(scene: Scene) -> Remedy | None:
    """The rent waived up to now, or up to the repair; None if the line's rent is not known."""
    line = _line(scene)
    faults = _faults(scene)
    if line is None or not faults:
        return None
    began = min(row.started_at for row in faults)
    ended = max(_end(row, scene.now) for row in faults)
    told = rent_waiver(line.monthly_rent_fen, began, ended, rural=scene.case.rural)
    return Remedy(RENT, told.amount_fen, our_own().basis[RENT].clause)


def beyond_its_limit(scene: Scene) -> bool:
    """Whether the law's term for the repair passed in this cycle, by a cause that is ours."""
    cause = (scene.case.record.get("finding") or {}).get("cause", "")
    return not cause.startswith(_THE_CUSTOMERS_OWN) and bool(_faults(scene))


def due_by_law(scene: Scene) -> int:
    """Fen of rent that the law waives, agreed or not."""
    owed = rent_owed(scene) if beyond_its_limit(scene) else None
    return int(owed.amount_fen) if owed else 0


def still_owed(scene: Scene) -> int:
    """Fen of rent beyond what this cycle's agreement already gives for the fault."""
    agreed = (scene.case.record.get("proposal") or {}).get("remedies", [])
    given = sum(int(one["amount_fen"]) for one in agreed if one["code"] in _FOR_A_FAULT)
    return max(due_by_law(scene) - given, 0)


def _check_codes(offered: Sequence[Remedy]) -> None:
    known = our_own().basis
    for remedy in offered:
        if remedy.code not in known:
            raise unfit(
                "remedies",
                _("没有补偿代码 %(code)s，可选：%(known)s，未发送。")
                % {"code": remedy.code, "known": listed(known)},
            )
    losses = Counter(
        known[one.code].loss for one in offered if known[one.code].layer in {"LAW", "PROMISE"}
    )
    if twice := [loss for loss, n in losses.items() if n > 1]:
        codes = [one.code for one in offered if known[one.code].loss in twice]
        raise unfit(
            "remedies",
            _("%(codes)s 为同一损失，只付较高的一项，未发送(§16)。") % {"codes": listed(codes)},
        )


def _with_its_basis(remedy: Remedy) -> Remedy:
    clause = our_own().basis[remedy.code].clause
    return msgspec.structs.replace(remedy, basis=remedy.basis.strip() or clause)


def _faults(scene: Scene) -> list[PromiseRow]:
    rows = PromiseRow.objects.filter(
        case=scene.case, clock="FAULT_REPAIR", layer="LAW", cycle=scene.case.cycle
    )
    return [row for row in rows if _end(row, scene.now) > row.due_at]


def _end(row: PromiseRow, now: datetime) -> datetime:
    return row.stopped_at or now


def _line(scene: Scene) -> Subscription | None:
    account = scene.case.account_index
    return Subscription.objects.filter(account_index=account).first() if account else None
