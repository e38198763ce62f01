"""A message for the portal or the work list is delivered by being there."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from jiesu.cases.post import Carrier, Outcome, Parcel


class Portal:
    """Readers come and look; nobody is woken."""

    name = "portal"
    rouses = False
    ready = True

    def deliver(
        self,
        parcels: Sequence[Parcel],
        now: datetime,  # noqa: ARG002 - other carriers need it
    ) -> Iterator[tuple[Parcel, Outcome]]:
        """Everything arrives at once."""
        for parcel in parcels:
            yield parcel, Outcome("delivered")


CARRIER: Carrier = Portal()
