"""A complaint about a person: whoever is named has no part in it from now on (§17, §11.4)."""

from django.utils.translation import gettext as _

from jiesu.cases.refusals import WrongState, unfit
from jiesu.cases.said import Said
from jiesu.cases.verbs import Scene, Words, move
from jiesu.cases.words import Line
from jiesu.people.models import Staff


class Accused(Words):
    """Whom the complaint is about, and how we know."""

    staff_id: int
    reason: Line


@move
def name_accused(scene: Scene, words: Accused) -> Said:
    """Shut the person out: no view, no order, no say (§17). Nobody is judged by it."""
    accused = Staff.objects.filter(pk=words.staff_id).first()
    if accused is None:
        raise unfit("staff_id", _("没有这位员工，未标注被投诉人。请核对工号后另选。"))
    if scene.case.parts.filter(staff=accused, part="accused", until=None).exists():
        raise WrongState(_("%(name)s 已标注为被投诉人，未重复标注。") % {"name": accused.name})
    if accused.pk == scene.case.owner_id:
        raise WrongState(
            _("%(name)s 是本件专人，未标注。请先由服务经理更换专人，再标注被投诉人。")
            % {"name": accused.name}
        )
    return Said(
        facts={"accused": accused.pk},
        parts=[("accused", accused.pk)],
        secret={"reason": words.reason},
    )
