"""The postman: hands every message that is due to its carrier (§19)."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from jiesu.cases.post import Carrier, deliver_due, next_sending
from jiesu.upkeep.tireless import Tireless

ROUND = timedelta(seconds=1)
"""How often it looks; letters written within this time go out together."""


def postman(carriers: Sequence[Carrier]) -> Tireless:
    """The loop over ``carriers``."""

    def work(now: datetime) -> datetime | None:
        return turn(now, carriers)

    return Tireless("postman", (), work, nap=ROUND)


def turn(now: datetime, carriers: Sequence[Carrier]) -> datetime | None:
    """Deliver some of what is due by ``now``; return when there is more to do."""
    ready = [carrier for carrier in carriers if carrier.ready]
    if sum(deliver_due(carrier, now) for carrier in ready):
        return now
    following = next_sending([carrier.name for carrier in ready])
    return max(following, now + ROUND) if following else None
