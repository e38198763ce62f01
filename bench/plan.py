"""How large a run is: everything that a bench may be told, in one place."""

import msgspec

NAMES = ("create", "open", "queue", "search", "importing", "clocks", "console")


class Plan(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A run. The full one is what the goals are about; a quick one only tries the machinery."""

    names: tuple[str, ...] = NAMES
    cases: int = 100_000
    """Cases, each with a ledger of ten entries, on which to create, open, queue and import."""
    many: int = 1_000_000
    """Cases among which to search, and whose queue is compared with that of ``cases``."""
    seconds: int = 8
    """Length of one measurement over HTTP."""
    rounds: int = 3
    """How often each is measured, baseline and product in turns; medians are shown."""
    letters: int = 40_000
    """Letters of a bulk import."""
    clocks: int = 1_000_000
    rate: int = 500
    """Alarms that fall due each second."""
    falling: int = 60
    """Seconds for which they fall."""
