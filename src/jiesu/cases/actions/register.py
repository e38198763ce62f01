"""T02: the contact becomes a registered complaint with an owner (S7, S8, S23, S35, S36)."""

from django.utils.translation import gettext as _

from jiesu.cases.book import taxonomy
from jiesu.cases.intake.contact import LEAST_DESCRIPTION
from jiesu.cases.intake.desk import desk
from jiesu.cases.naming import named
from jiesu.cases.refusals import unfit
from jiesu.cases.said import Said
from jiesu.cases.verbs import Scene, Words, move
from jiesu.cases.words import MaybeCode, MaybePage


class Registration(Words):
    """What the contact still lacked; what is left empty stays as it was captured."""

    category: MaybeCode = ""
    desired_outcome: MaybePage = ""
    owner_id: int | None = None


@move
def register(scene: Scene, words: Registration) -> Said:
    """Complete the record and name the one person who answers for it."""
    case = scene.case
    category = words.category or case.category
    desired = words.desired_outcome or case.desired_outcome
    check_complete(category, case.description, desired)
    owner = _owner(scene, words)
    return Said(
        facts={"category": category, "priority": case.priority, "owner": owner},
        change={"category": category, "owner_id": owner},
        parts=[("owner", owner)],
        secret={"desired_outcome": desired} if desired != case.desired_outcome else {},
    )


def _owner(scene: Scene, words: Registration) -> int:
    """Whoever is named; else whoever has the case, else the least loaded owner of its unit."""
    case = scene.case
    owner = words.owner_id or case.owner_id
    if owner is None:
        found = desk(scene.now).pick_owner(
            case.unit_path, words.category or case.category, scene.now
        )
        owner = found.owner.id if found else None
    if owner is None:
        raise unfit("owner_id", _("还没有确定专人，未登记。请选择负责此件的专人。"))
    return named(scene, "owner_id", owner, "R07").pk


def check_complete(category: str, description: str, desired_outcome: str) -> None:
    """Refuse a record that cannot be handled yet.

    Raises:
        Unfit: naming the first thing that is missing.
    """
    if not category:
        raise unfit("category", _("还没有选择分类，未登记。请选择最接近的投诉分类。"))
    if not taxonomy().selectable_at_intake(category):
        raise unfit(
            "category",
            _("分类 %(category)s 不能在登记时选用，未登记。请另选一个分类。")
            % {"category": category},
        )
    if len(description.strip()) < LEAST_DESCRIPTION:
        raise unfit("description", _("问题描述少于 10 个字，未登记。请补充经过、时间和地点。"))
    if not desired_outcome.strip():
        raise unfit("desired_outcome", _("还没有记录用户希望的解决方案，未登记。请询问后填写。"))
