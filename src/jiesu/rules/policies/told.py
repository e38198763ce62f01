"""Who is told when a promise breaks: the words of ``on_breach`` and whom each names (§10)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Told:
    """Who is told: of the roles the first that somebody holds there; none is the case's owner."""

    roles: tuple[str, ...] = ()
    serving: str = ""
    """The kind of department that is meant, if it is not the one that has the work."""


OWNER = Told()
WORDS: Mapping[str, Told] = MappingProxyType(
    {
        "OWNER": OWNER,
        "TL": Told(("R13", "R21")),
        "MG": Told(("R21",)),
        "L3": Told(("R21",)),
        "DEPT_HEAD": Told(("R21",)),
        "R08": Told(("R08", "R21")),
        "RL": Told(("R19", "R21")),
        "CB": Told(("R17", "R21")),
        "R22": Told(("R22",)),
        "FINANCE": Told(("R09", "R21"), serving="finance"),
    }
)
"""TL is the crew's leader, and where the work has none the manager; RL the regulatory liaison."""

OF_OLD = frozenset({"ALARM", "DAILY_LIST", "VIOLATION", "N18", "N27", "N34", "CP1", "CP2", "CP4"})
"""Words of earlier packs that name nobody. What they stand for follows from the breach itself, not
from the pack: its entry in the ledger, its letter (N27, N46), the rent that the law waives."""


def told_on_breach(words: Iterable[str]) -> list[Told]:
    """Whom ``words`` name; unknown ones name nobody, since packs kept with cases are not edited."""
    return [WORDS[word] for word in dict.fromkeys(words) if word in WORDS]


def unknown_words(words: Iterable[str]) -> list[str]:
    """Words that name nobody and never stood for anything: a slip of whoever wrote the pack."""
    return [word for word in words if word not in WORDS and word not in OF_OLD]
