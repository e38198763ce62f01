"""How much the one who proposes may grant alone, and the one who approves at all (§16, §17).

Many small sums are one large one: what was agreed in earlier rounds of the case counts.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from jiesu.cases.models import Case
from jiesu.cases.money import FRAUD, KINDNESS, granted_fen
from jiesu.cases.papers import yuan
from jiesu.cases.refusals import NotAllowed, unfit
from jiesu.cases.second import NeedsSecond
from jiesu.cases.verbs import Scene
from jiesu.people.access import roles_for, second_person_for
from jiesu.rules.remedies.authority import approver_for
from jiesu.rules.remedies.tariff import our_own

A_YEAR = timedelta(days=365)


def check_authority(scene: Scene, chosen_fen: int) -> None:
    """Let pass what the actor may grant, or what somebody approved who may.

    Raises:
        NeedsSecond: above the limit of the one who proposes. NotAllowed: above the approver's.
    """
    if not chosen_fen:
        return
    total_fen = granted_fen(scene.case.record) + chosen_fen
    if scene.approver is not None:
        _check_approver(scene, total_fen)
    elif _beyond_limit(scene, total_fen):
        raise NeedsSecond(
            _("%(sum)s，超出您的权限，已提请审批。") % {"sum": _together(scene, total_fen)}
        )


def check_counsel(scene: Scene, beside_fen: int) -> None:
    """Let counsel decide about damages for fraud, and about nothing else (CP7).

    Raises:
        Unfit: what is given ``beside`` needs a second person of its own.
        NeedsSecond: counsel has not decided. NotAllowed: somebody else approved.
    """
    if beside_fen and _beyond_limit(scene, granted_fen(scene.case.record) + beside_fen):
        raise unfit(
            "remedies",
            _("欺诈赔偿由法务决定，其余补偿超出您的权限，未发送。请分别提出(§16)。"),
        )
    if scene.approver is None:
        raise NeedsSecond(_("欺诈赔偿(CP7)不论金额，须由法务决定，已提请审批(§16)。"))
    counsel = second_person_for("propose", legal=True)
    if not scene.approver.roles_over(scene.case.unit_path) & counsel:
        raise NotAllowed(_("欺诈赔偿(CP7)须由法务决定，未批准，申请仍在等待(§16)。"))


def needs_counsel(verb: str, words: Mapping[str, Any]) -> bool:
    """Whether ``verb`` said with ``words`` gives damages for fraud."""
    legal = second_person_for(verb, legal=True)
    return bool(legal) and any(one.get("code") == FRAUD for one in words.get("remedies", ()))


def check_kindness(scene: Scene, codes: Iterable[str]) -> None:
    """Let another look at what is given to one user out of kindness again and again (CP8).

    Raises:
        NeedsSecond: it is the third time in a year, or a later one.
    """
    if KINDNESS not in codes or scene.approver is not None:
        return
    times = _kindnesses(scene.case, scene.now - A_YEAR) + 1
    if times >= our_own().goodwill.review_from_times_a_year:
        raise NeedsSecond(
            _("一年内第 %(n)d 次向该用户作善意补偿，已提请审批(§16)。") % {"n": times}
        )


def _beyond_limit(scene: Scene, total_fen: int) -> bool:
    """Whether no role of the one who proposes may grant so much alone."""
    place = scene.case.unit_path
    roles = roles_for(scene.actor, "propose", unit_path=place, parts=scene.parts)
    return all(approver_for(total_fen, role) for role in roles)


def _check_approver(scene: Scene, total_fen: int) -> None:
    """A limit binds the second person too, or the ladder of §16 would end at its first rung."""
    assert scene.approver is not None
    roles = scene.approver.roles_over(scene.case.unit_path) & second_person_for("propose")
    if all(approver_for(total_fen, role) for role in roles):
        raise NotAllowed(
            _("%(sum)s，超出您的审批权限，未批准，申请仍在等待。请由权限更高的审批人处理。")
            % {"sum": _together(scene, total_fen)}
        )


def _together(scene: Scene, total_fen: int) -> str:
    if granted_fen(scene.case.record):
        return _("补偿连同此前已同意的共 %(sum)s 元") % {"sum": yuan(total_fen)}
    return _("补偿共 %(sum)s 元") % {"sum": yuan(total_fen)}


def _kindnesses(case: Case, since: datetime) -> int:
    """How often the user of ``case`` agreed to something given out of kindness since then."""
    same = Q(pk=case.pk)
    for name in ("account_index", "phone_index"):
        if key := getattr(case, name):
            same |= Q(**{name: key})
    records = Case.objects.filter(same).values_list("record", flat=True)
    told = [at for record in records for at in record.get("kindnesses", ())]
    return sum(1 for at in told if datetime.fromisoformat(at) >= since)
