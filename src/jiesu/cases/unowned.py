"""The event of a contact that came in where nobody is there to answer for it (S8, §11.5)."""

from dataclasses import dataclass

from jiesu.cases.models import Case, Entry


@dataclass(frozen=True, slots=True)
class Unowned:
    """No owner holds the role over the place of ``case``; published with its first ``entry``."""

    case: Case
    entry: Entry
