"""What a rectification comes to is told in every case that joined it (§11.8, S49)."""

from jiesu.cases.models import Proceeding
from jiesu.cases.moves import make_move
from jiesu.oversight.actions.verify_rectification import EffectKnown
from jiesu.oversight.register import joined_to
from jiesu.people.actor import SYSTEM


def tell_joined(known: EffectKnown) -> None:
    """Write it into the ledgers of the joined cases; their owners read of it in the inbox."""
    plan = Proceeding.objects.select_related("case").get(number=known.number)
    words = {
        "rectification": plan.number,
        "of": plan.case.number,
        "day": known.day,
        "effective": known.effective,
        "closed": known.closed,
    }
    for case in joined_to(plan):
        make_move(SYSTEM, case, "report_rectification", words, now=known.at)
