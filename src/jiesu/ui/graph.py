"""A small graph drawn by the server: one thing in the middle, what led to it, what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDE, HIGH = 196, 44
_GAP, _ROW = 64, 58


@dataclass(frozen=True, slots=True)
class Node:
    """One thing: what it is to the one in the middle, and its name."""

    role: str
    name: str


@dataclass(frozen=True, slots=True)
class Box:
    """A node with its place, in units of the drawing."""

    node: Node
    x: int
    y: int
    middle: bool = False

    @property
    def role_y(self) -> int:
        """Where the first line stands."""
        return self.y + 18

    @property
    def name_y(self) -> int:
        """Where the second line stands."""
        return self.y + 34

    @property
    def text_x(self) -> int:
        """Where both lines begin."""
        return self.x + 10


@dataclass(frozen=True, slots=True)
class Graph:
    """Boxes and the lines between them."""

    boxes: tuple[Box, ...]
    lines: tuple[str, ...]
    """Paths of SVG."""
    width: int
    height: int
    wide: int = WIDE
    high: int = HIGH


def graph(middle: Node, before: Sequence[Node], after: Sequence[Node]) -> Graph:
    """Place ``before`` at the left, ``after`` at the right, each one below the other."""
    rows = max(len(before), len(after), 1)
    height = rows * _ROW
    left = WIDE + _GAP if before else 0
    right = left + WIDE + _GAP
    own = Box(middle, left, (height - HIGH) // 2, middle=True)
    earlier = _column(before, 0, height)
    later = _column(after, right, height)
    return Graph(
        boxes=(*earlier, own, *later),
        lines=(
            *(_line(box, own) for box in earlier),
            *(_line(own, box) for box in later),
        ),
        width=(right + WIDE) if after else left + WIDE,
        height=height,
    )


def _column(nodes: Sequence[Node], x: int, height: int) -> list[Box]:
    top = (height - len(nodes) * _ROW) // 2 + (_ROW - HIGH) // 2
    return [Box(node, x, top + place * _ROW) for place, node in enumerate(nodes)]


def _line(start: Box, end: Box) -> str:
    """A soft curve from the right side of one box to the left side of the other."""
    x, y = start.x + WIDE, start.y + HIGH // 2
    to_x, to_y = end.x, end.y + HIGH // 2
    bend = (x + to_x) // 2
    return f"M{x} {y} C{bend} {y} {bend} {to_y} {to_x} {to_y}"
