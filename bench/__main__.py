"""Run benches one after another and print one table; told by ``jiesu bench`` as one JSON object."""

import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
from django.db import connection

from bench import clocks, console, create, databases, importing, machine, queue, search
from bench import open as opening
from bench.figures import Figure, markdown, show
from bench.plan import Plan
from jiesu.config import embedded

_BENCHES: dict[str, Callable[[Plan], list[Figure]]] = {
    "create": create.measure,
    "open": opening.measure,
    "queue": queue.measure,
    "search": search.measure,
    "importing": importing.measure,
    "clocks": clocks.measure,
    "console": console.measure,
}


class Told(Plan, frozen=True):
    """A plan, and how to tell the result."""

    json: bool = False
    markdown: str = ""
    keep: bool = False


def main() -> int:
    """0 if every goal was reached, else 1."""
    told = msgspec.json.decode(sys.argv[1], type=Told)
    embedded.start(databases.HOME)
    try:
        title = machine.told(told)
        figures = [figure for name in told.names for figure in _measured(name, told)]
        if not told.keep:
            databases.forget()
    finally:
        connection.close()
        embedded.Server(databases.HOME).stop()
    show(title, figures, as_json=told.json)
    if told.markdown:
        Path(told.markdown).write_text(markdown(title, figures), encoding="utf-8")
    return int(any(figure.reached is False for figure in figures))


def _measured(name: str, plan: Plan) -> list[Figure]:
    print(f"… {name}", file=sys.stderr, flush=True)
    return _BENCHES[name](plan)


if __name__ == "__main__":
    sys.exit(main())
