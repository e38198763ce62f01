"""One event of a story: what happened, when, by whom, and what can be looked up about it."""

from dataclasses import dataclass
from datetime import datetime

LONG = 180
"""A text longer than this, or of more than ``LINES`` lines, is folded behind its beginning."""
LINES = 5


@dataclass(frozen=True, slots=True)
class Passage:
    """A free text with what it is called."""

    title: str
    text: str

    @property
    def long(self) -> bool:
        """Whether it is folded."""
        return len(self.text) > LONG or self.text.count("\n") >= LINES

    @property
    def beginning(self) -> str:
        """What stands before the fold."""
        return f"{self.text[:60].splitlines()[0]}…" if self.text.strip() else ""


@dataclass(frozen=True, slots=True)
class Event:
    """What the component ``event`` shows; ``anchor`` is its address within the page."""

    anchor: str
    number: str
    title: str
    at: datetime
    ago: str = ""
    sentence: str = ""
    who: str = ""
    tone: str = ""
    happened: datetime | None = None
    """When it happened, if it was written down later."""
    badges: tuple[tuple[str, str], ...] = ()
    """Text and tone."""
    facts: tuple[tuple[str, object], ...] = ()
    passages: tuple[Passage, ...] = ()
    turns: tuple[str, ...] = ()
    """What began or ended with it, a line each."""
    clause: str = ""
    proof: str = ""
    """What proves it, shown on demand."""
