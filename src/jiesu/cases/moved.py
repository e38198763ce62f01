"""The event of every entry: a case moved. Who is told of it is the roof's business."""

from collections.abc import Sequence
from dataclasses import dataclass

from jiesu.cases.models import Case, Entry
from jiesu.cases.said import Letter


@dataclass(frozen=True, slots=True)
class Moved:
    """``entry`` was written on ``case``, in the transaction now open."""

    case: Case
    entry: Entry
    letters: Sequence[Letter] = ()
    """What is written to people because of it."""
