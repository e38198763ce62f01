"""Stores letters batch by batch, in this process or in several, and counts what became of them."""

import gc
import multiprocessing
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice

from django.db import DataError, IntegrityError, connections

from jiesu.cases.intake.receive import receive_new
from jiesu.cases.numbers import forget_block
from jiesu.channels.message_board import BadRow, Letter, Row, Sheet
from jiesu.people.actor import SYSTEM

_AHEAD = 3
"""Batches read ahead for each process: enough to keep it busy, few enough to bound memory."""
_ALLOCATIONS = 50_000
"""Objects more than before at which Python looks for garbage: about a batch of letters."""


@dataclass(slots=True)
class Tally:
    """How many rows were read, and what became of them."""

    read: int = 0
    created: int = 0
    skipped: int = 0
    failed: int = 0
    bad: list[BadRow] = field(default_factory=list)

    def add(self, other: "Tally") -> None:
        """Count the other's rows in; its bad rows are the caller's to report."""
        self.read += other.read
        self.created += other.created
        self.skipped += other.skipped
        self.failed += other.failed


def store(sheet: Sheet, rows: Sequence[Row]) -> Tally:
    """Store one batch; a row that will not go in is told, and the others go in."""
    tally = Tally(read=len(rows))
    read = [sheet.letter(row) for row in rows]
    tally.bad += [row for row in read if isinstance(row, BadRow)]
    letters = [row for row in read if isinstance(row, Letter)]
    try:
        _receive(letters, tally)
    except (DataError, IntegrityError):
        for letter in letters:
            try:
                _receive([letter], tally)
            except (DataError, IntegrityError) as error:
                tally.bad.append(BadRow(letter.line, str(error).strip()))
    tally.failed = len(tally.bad)
    return tally


def _receive(letters: Sequence[Letter], tally: Tally) -> None:
    keyed = {letter.key: letter.intake for letter in letters}
    made = receive_new(SYSTEM, keyed, now=datetime.now(UTC))
    tally.created += len(made)
    tally.skipped += len(letters) - len(made)


def store_all(sheet: Sheet, rows: Iterable[Row], *, batch: int, processes: int) -> Iterator[Tally]:
    """Store all rows and tell of each batch as it is done, in no certain order of lines.

    The first batch is stored here: what is wrong with the house is told in one sentence, and a
    short file is done before another process has started.
    """
    batches = _batches(rows, batch)
    here = batches if processes == 1 else islice(batches, 1)
    yield from (store(sheet, rows) for rows in here)
    if processes > 1:
        yield from _by_others(sheet, batches, processes)


def _by_others(sheet: Sheet, batches: Iterable[list[Row]], processes: int) -> Iterator[Tally]:
    # Forked with what the first batch made them read; a connection must not be shared.
    connections.close_all()
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(processes, context, initializer=_begin) as pool:
        waiting: deque[Future[Tally]] = deque()
        for rows in batches:
            waiting.append(pool.submit(store, sheet, rows))
            if len(waiting) >= processes * _AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _begin() -> None:
    """Draw numbers of one's own, and look for garbage once a batch: letters leave next to none."""
    forget_block()
    gc.freeze()
    gc.set_threshold(_ALLOCATIONS)


def _batches(rows: Iterable[Row], size: int) -> Iterator[list[Row]]:
    left = iter(rows)
    while taken := list(islice(left, size)):
        yield taken
