"""The tables of §14 as loaded data: matrix, rows of impact and urgency, defaults by category."""

from functools import lru_cache
from pathlib import Path

import msgspec

from jiesu.rules.shelf import Shelf

LEVELS = ("P1", "P2", "P3", "P4")
IMPACTS = ("I1", "I2", "I3", "I4")
URGENCIES = ("U1", "U2", "U3", "U4")
USUAL_URGENCY = "U3"


class Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Facts that together make a level, and the words for it."""

    level: str
    when: dict[str, bool | int | float]
    because: str
    clause: str
    because_en: str = ""


class CategoryImpact(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Impact that a category carries by itself."""

    code: str
    impact: str
    because: str
    because_en: str = ""
    total_loss: bool = False


class Lift(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A fact that lifts the result: by steps, or to at least a level."""

    field: str
    because: str
    clause: str
    because_en: str = ""
    steps: int = 0
    at_least_level: str = "P4"


class Target(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a level promises inside the house; minutes, None when it promises nothing."""

    level: str
    zh: str
    owner_minutes: int | None = None
    contact_minutes: int | None = None
    on_site_minutes: int | None = None
    update_minutes: int | None = None
    done_minutes: int | None = None
    same_day: bool = False
    inform: str = ""


class Manual(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Bounds of a change by hand."""

    most_steps: int
    most_days: int
    shortest_reason: int


class Example(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A situation and the level it must get; the tests compute it."""

    story: str
    given: dict[str, bool | int | float | str]
    level: str


class _Page(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    clause: str
    matrix: dict[str, dict[str, str]]
    target: tuple[Target, ...]
    lift: tuple[Lift, ...]
    manual: Manual
    impact: tuple[Row, ...]
    urgency: tuple[Row, ...]
    category: tuple[CategoryImpact, ...]
    example: tuple[Example, ...]


class PriorityBook:
    """All tables, ready to be asked."""

    def __init__(self, page: bytes, digest: str) -> None:
        read = msgspec.toml.decode(page, type=_Page)
        self.digest = digest
        self.matrix, self.manual, self.examples = read.matrix, read.manual, read.example
        self.impacts, self.urgencies, self.lifts = read.impact, read.urgency, read.lift
        self._targets = {target.level: target for target in read.target}
        self.by_category = read.category
        self._of_category = {row.code: row for row in read.category}

    def target(self, level: str) -> Target:
        """What a level P1..P4 promises."""
        return self._targets[level]

    def of_category(self, code: str) -> CategoryImpact:
        """Impact of the category or the nearest one above it; LookupError when none is told."""
        above = code
        while above:
            if above in self._of_category:
                return self._of_category[above]
            above = above.rpartition("-")[0]
        raise LookupError(f"优先级表中没有分类 {code} 的影响等级，优先级未计算；请补充后重试。")


@lru_cache(maxsize=8)
def load_priorities(extra_dir: Path | None = None) -> PriorityBook:
    """Load our tables, shadowed by ``priority.toml`` in ``extra_dir``. Read once and kept."""
    shelf = Shelf(Path(__file__).parent, extra_dir)
    return PriorityBook(shelf.read("priority.toml"), shelf.digest)
