"""What was measured, and how it is shown: one table for people, or one JSON object a line."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, replace

import msgspec
from rich.console import Console
from rich.table import Table

HEADINGS = (
    "operation", "per second", "p50 ms", "p99 ms", "CPU ms each", "errors", "speed of baseline",
    "CPU of baseline", "goal", "reached",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Figure:
    """One operation. CPU is the server's and PostgreSQL's together, never the client's."""

    name: str
    per_second: float
    p50_ms: float | None = None
    p99_ms: float | None = None
    cpu_ms: float | None = None
    errors: int = 0
    speed: float | None = None
    """Its speed over the baseline's, measured in turns in the same run."""
    cpu: float | None = None
    """The baseline's CPU a request over its own: the ratio that a busy neighbour moves least."""
    goal: str = ""
    reached: bool | None = None


def median(runs: Sequence[Figure]) -> Figure:
    """The middle of several runs of one operation, each column by itself; errors add up."""

    def middle(name: str) -> float | None:
        told = [value for run in runs if (value := getattr(run, name)) is not None]
        return statistics.median(told) if told else None

    columns = ("per_second", "p50_ms", "p99_ms", "cpu_ms", "speed", "cpu")
    told = {name: middle(name) for name in columns}
    return replace(runs[0], **told, errors=sum(run.errors for run in runs))  # type: ignore[arg-type]  # per_second is always there


def beside(mine: Figure, base: Figure) -> Figure:
    """``mine`` with its ratios to ``base``."""
    cpu = base.cpu_ms / mine.cpu_ms if base.cpu_ms and mine.cpu_ms else None
    return replace(mine, speed=mine.per_second / base.per_second, cpu=cpu)


def at_least(figure: Figure, share: float) -> Figure:
    """``figure`` with its goal: so much of the baseline's speed."""
    reached = figure.speed is not None and figure.speed >= share and not figure.errors
    return replace(figure, goal=f"≥ {share:.0%} of the baseline's speed", reached=reached)


def show(title: str, figures: Sequence[Figure], *, as_json: bool = False) -> None:
    """Print the figures."""
    if as_json:
        for figure in figures:
            print(msgspec.json.encode(figure).decode())
        return
    table = Table(title=title, title_justify="left")
    for heading in HEADINGS:
        table.add_column(heading, justify="left" if heading in {"operation", "goal"} else "right")
    for figure in figures:
        table.add_row(*cells(figure))
    Console(width=None if Console().is_terminal else 170).print(table)


def markdown(title: str, figures: Sequence[Figure]) -> str:
    """The same table as Markdown, for the documents."""
    rule = ["---" if heading in {"operation", "goal"} else "--:" for heading in HEADINGS]
    rows = [HEADINGS, rule, *(cells(figure) for figure in figures)]
    return title + "\n\n" + "".join(f"| {' | '.join(row)} |\n" for row in rows)


def cells(figure: Figure) -> list[str]:
    """The figure as a row of text."""
    return [
        figure.name,
        f"{figure.per_second:,.0f}",
        _number(figure.p50_ms, 1),
        _number(figure.p99_ms, 1),
        _number(figure.cpu_ms, 2),
        str(figure.errors),
        _share(figure.speed),
        _share(figure.cpu),
        figure.goal,
        {True: "yes", False: "NO", None: ""}[figure.reached],
    ]


def _number(value: float | None, digits: int) -> str:
    return "–" if value is None else f"{value:,.{digits}f}"


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.0%}"
