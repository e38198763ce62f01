"""What every verb of oversight needs of its scene."""

from jiesu.cases.models import Proceeding
from jiesu.cases.refusals import WrongState
from jiesu.cases.verbs import Scene

WORDS = {"appeal": "申诉", "rectification": "整改", "external": "转办事项"}
"""What people call the proceedings of this floor."""


def proceeding_of(scene: Scene, machine: str) -> Proceeding:
    """The proceeding that the verb moves.

    Raises:
        WrongState: none was named, or one of another kind.
    """
    if scene.proceeding is None or scene.proceeding.machine != machine:
        word = WORDS[machine]
        raise WrongState(f"没有指明{word}，未做任何改动。请从该{word}的页面操作。")
    return scene.proceeding


def running(scene: Scene, machine: str) -> list[str]:
    """Numbers of the case's proceedings of this kind that are not closed."""
    noted = scene.case.record.get("proceedings", {})
    return [
        number for number, (kind, state) in noted.items() if kind == machine and state != "CLOSED"
    ]
