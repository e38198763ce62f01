"""What every verb of oversight needs of its scene."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from jiesu.cases.models import Proceeding
from jiesu.cases.refusals import WrongState
from jiesu.cases.verbs import Scene

WORDS = {
    "appeal": gettext_noop("申诉"),
    "rectification": gettext_noop("整改"),
    "external": gettext_noop("转办事项"),
}
"""What people call the proceedings of this floor."""


def proceeding_of(scene: Scene, machine: str) -> Proceeding:
    """The proceeding that the verb moves.

    Raises:
        WrongState: none was named, or one of another kind.
    """
    if scene.proceeding is None or scene.proceeding.machine != machine:
        word = _(WORDS[machine])
        raise WrongState(
            _("没有指明%(word)s，未做任何改动。请从该%(word)s的页面操作。") % {"word": word}
        )
    return scene.proceeding


def running(scene: Scene, machine: str) -> list[str]:
    """Numbers of the case's proceedings of this kind that are not closed."""
    noted = scene.case.record.get("proceedings", {})
    return [
        number for number, (kind, state) in noted.items() if kind == machine and state != "CLOSED"
    ]
