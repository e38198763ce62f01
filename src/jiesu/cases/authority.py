"""How much the one who proposes may grant alone, and the one who approves at all (§16, §17)."""

from django.utils.translation import gettext as _

from jiesu.cases.papers import yuan
from jiesu.cases.refusals import NotAllowed
from jiesu.cases.second import NeedsSecond
from jiesu.cases.verbs import Scene
from jiesu.people.access import roles_for, second_person_for
from jiesu.rules.remedies.authority import approver_for


def check_authority(scene: Scene, total_fen: int) -> None:
    """Let pass what the actor may grant, or what somebody approved who may.

    Raises:
        NeedsSecond: above the limit of the one who proposes. NotAllowed: above the approver's.
    """
    if not total_fen:
        return
    if scene.approver is not None:
        _check_approver(scene, total_fen)
        return
    place = scene.case.unit_path
    roles = roles_for(scene.actor, "propose", unit_path=place, parts=scene.parts)
    if all(approver_for(total_fen, role) for role in roles):
        raise NeedsSecond(
            _("补偿共 %(sum)s 元，超出您的权限，已提请审批。") % {"sum": yuan(total_fen)}
        )


def _check_approver(scene: Scene, total_fen: int) -> None:
    """A limit binds the second person too, or the ladder of §16 would end at its first rung."""
    assert scene.approver is not None
    roles = scene.approver.roles_over(scene.case.unit_path) & second_person_for("propose")
    if all(approver_for(total_fen, role) for role in roles):
        raise NotAllowed(
            _(
                "补偿共 %(sum)s 元，超出您的审批权限，未批准，申请仍在等待。"
                "请由权限更高的审批人处理。"
            )
            % {"sum": yuan(total_fen)}
        )
