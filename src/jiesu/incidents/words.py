"""What the verbs of an outage take: bodies of the API and forms of the screens."""

from typing import Annotated, Literal

from msgspec import Meta

from jiesu.cases.verbs import Words
from jiesu.cases.words import Code, Line, MaybeLine, Moment

Place = Annotated[str, Meta(min_length=2, max_length=60, pattern=r"\S\s*\S")]
"""An estate, road, building or cell; of one letter almost every address would have it."""
Places = Annotated[list[Place], Meta(max_length=100)]


class Declaration(Words):
    """What fails, where, since when, and when service should be back."""

    kind: Literal["fault", "work"]
    cause: Line
    """Told to customers: no blame, no names, no numbers."""
    unit: Code
    """Code of the unit in whose area it is."""
    since: Moment
    places: Places = []
    """Where in that area; none means all of it."""
    until: Moment | None = None
    """When planned work is to end."""
    eta: Moment | None = None


class Estimate(Words):
    """What is known better now; whatever is left open stays as it was."""

    eta: Moment | None = None
    cause: MaybeLine = ""
    places: Places | None = None


class Closure(Words):
    """What it was, and since when service is back."""

    root_cause: Code
    restored_at: Moment | None = None
    """Left open: now."""
    found: MaybeLine = ""
