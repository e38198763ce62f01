"""Days off that hold in one region only, from the TOML files in ``local/`` (C1: LOCAL)."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from jiesu.rules.workdays.days import Day, Kind, Status

FOLDER = Path(__file__).with_name("local")


@cache
def local_books() -> dict[str, dict[str, Any]]:
    """Every region's file as written, by its GB/T 2260 code."""
    books = [tomllib.loads(path.read_text(encoding="utf-8")) for path in FOLDER.glob("*.toml")]
    return {book["region"]: book for book in sorted(books, key=lambda book: str(book["region"]))}


def local_days(region: str) -> tuple[Day, ...]:
    """Days of the region, to be handed to ``book_calendar``; none if the book has none."""
    book = local_books().get(region)
    return days_of(book) if book else ()


def days_of(book: dict[str, Any]) -> tuple[Day, ...]:
    """Days of one regional file, the book's or an operator's own."""
    source = f"{book['title']}：{book['clause']}"
    return tuple(
        Day(row["date"], Kind(row["kind"]), Status.LOCAL, source, row["name"])
        for row in book["day"]
    )
