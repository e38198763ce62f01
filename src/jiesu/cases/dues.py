"""When clocks are due, as letters say it."""

from collections.abc import Sequence

from jiesu.rules.clocks.derive import effective
from jiesu.rules.clocks.promise import Promise
from jiesu.rules.workdays.shanghai import said


class Dues:
    """The promises of a case as its letters quote them; each is put into words once."""

    def __init__(self, promises: Sequence[Promise] = ()) -> None:
        self._promises = promises
        self._said: dict[tuple[str, ...], str] = {}

    def say(self, *clocks: str) -> str:
        """When the first of ``clocks`` is due, or an earlier one of the others; a dash if not."""
        if clocks not in self._said:
            self._said[clocks] = self._say(clocks)
        return self._said[clocks]

    def _say(self, clocks: tuple[str, ...]) -> str:
        running = [effective(self._promises, clock) for clock in clocks]
        if running[0] is None:
            return "-"
        return said(min(one.due_at for one in running if one))
