"""What would be promised if a contact were saved now: told while the customer is still there."""

from datetime import datetime

from jiesu.cases.clocks import Columns
from jiesu.cases.intake.compose import compose
from jiesu.cases.intake.contact import Intake
from jiesu.cases.intake.desk import Desk, Owner, desk
from jiesu.cases.intake.fit import fit
from jiesu.people.actor import Actor
from jiesu.rules.routing import Candidate

_NO_NUMBER = 1
"""Nothing is stored, so no number is drawn from the sequence."""


def foresee(intake: Intake, actor: Actor, now: datetime) -> list[Columns]:
    """The promises that saving ``intake`` would begin, soonest first.

    Raises:
        Unfit: it could not be saved as it is.
    """
    draft = compose(
        fit(intake), actor, now, identity=_NO_NUMBER, desk=_somebody(desk(now)), earlier=()
    )
    return sorted(draft.outlook.rows, key=lambda one: one.due_at)


def _somebody(house: Desk) -> Desk:
    """The house with an owner who is nobody: whose load it adds to is not decided yet."""
    return Desk(house.units, [Owner(0, "", "", "", "/", Candidate(staff_id=0))], house.by_region)
