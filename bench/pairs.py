"""One operation on two servers, in turns, so that both meet the same weather."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil
from django.utils import timezone

from bench import databases
from bench.figures import Figure, beside, median
from bench.plan import Plan
from bench.press import press
from jiesu.people.models import Staff
from jiesu.people.tokens import issue

WARMING = 2
"""Seconds for which both are pressed before anything counts: what is shown is warm."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: what it is called, where it answers, what it is asked."""

    name: str
    port: int
    process: psutil.Process
    requests: Iterator[Path]
    """A file of requests for each time it is pressed."""

    def press(self, seconds: int, connections: int = 32) -> Figure:
        """Press it once."""
        roots = [self.process, databases.server()]
        url = f"http://127.0.0.1:{self.port}/"
        return press(self.name, url, next(self.requests), roots, seconds, connections)


def compare(base: Side, mine: Side, plan: Plan) -> tuple[Figure, Figure]:
    """Press both in turns; the medians of both, ours with its ratios."""
    for side in (base, mine):
        side.press(WARMING)
    told = [(base.press(plan.seconds), mine.press(plan.seconds)) for _ in range(plan.rounds)]
    return median([one for one, _ in told]), median([beside(two, one) for one, two in told])


def token(username: str) -> str:
    """A new token by which to act as ``username``."""
    return issue(Staff.objects.get(username=username), label="bench", at=timezone.now())


def requests(name: str, told: Iterable[Sequence[str]]) -> Path:
    """Write requests for ``requests.lua``: token, method, path, body."""
    path = databases.HOME.parent / f"{name}.requests"
    lines = ("\t".join((*one, "")[:4]) for one in told)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def in_json(told: object) -> str:
    """``told`` on one line."""
    return json.dumps(told, ensure_ascii=False)
