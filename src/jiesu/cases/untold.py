"""Takes out of a sheet what somebody may not know: scores, quality cases, labels (§7, §15.4)."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Protocol

import msgspec

from jiesu.cases.masking import (
    LETTERS_TELLING_LABELS,
    LETTERS_TELLING_SCORES,
    RECORDS_TELLING_LABELS,
    TELLING_SCORES,
    Shown,
    prose_covered,
)


class Sheet(Protocol):
    """What of a sheet may tell it; each as the database told it, or decoded."""

    record: Any
    ledger: Any
    messages: Any


def without_scores(found: Sheet) -> None:
    """Take out what was scored, wherever it stands (§7)."""
    record = decoded(found.record)
    found.record = {name: told for name, told in record.items() if name not in TELLING_SCORES}
    if found.ledger:
        lines = decoded(found.ledger)
        for told in lines:
            if told["verb"] in TELLING_SCORES:
                told["facts"] = {}
        found.ledger = lines
    if found.messages:
        sent = decoded(found.messages)
        found.messages = [one for one in sent if one["template"] not in LETTERS_TELLING_SCORES]


def without_quality(found: Sheet, shown: Shown) -> Shown:
    """Take out what tells of quality cases (§7); what is shown from here on knows their numbers."""
    record = dict(decoded(found.record))
    numbers = frozenset(record.pop("quality_cases", ()))
    noted = record.get("proceedings", {})
    if numbers:
        record["proceedings"] = {no: told for no, told in noted.items() if no not in numbers}
    if "score" in record:
        record["score"] = shown.facts(record["score"])
    found.record = record
    shown = replace(shown, quality_cases=numbers)
    if found.ledger:
        lines = [one for one in decoded(found.ledger) if shown.tells(one["verb"], one["facts"])]
        for told in lines:
            if told["verb"] in TELLING_SCORES:
                told["facts"] = shown.facts(told["facts"])
        found.ledger = lines
    return shown


def without_labels(found: Sheet, shown: Shown, *, customer: bool) -> None:
    """Take out what tells of a suspicion of malice (§15.4); the customer keeps the own letter."""
    record = decoded(found.record)
    found.record = {n: told for n, told in record.items() if n not in RECORDS_TELLING_LABELS}
    if asked := found.record.get("requests"):
        kept = {seq: one for seq, one in asked.items() if shown.tells(one["verb"], {})}
        found.record = {**found.record, "requests": kept}
    if found.ledger:
        lines = decoded(found.ledger)
        found.ledger = [told for told in lines if shown.tells(told["verb"], told["facts"])]
    if found.messages and not customer:
        sent = decoded(found.messages)
        found.messages = [one for one in sent if one["template"] not in LETTERS_TELLING_LABELS]


def with_prose_covered(found: Sheet, cover: Callable[[str], str]) -> None:
    """Cover the numbers that people wrote in the record and among the facts of the ledger (§18)."""
    found.record = prose_covered(decoded(found.record), cover)
    if found.ledger:
        lines = decoded(found.ledger)
        for told in lines:
            told["facts"] = prose_covered(told["facts"], cover)
        found.ledger = lines


def decoded(told: Any) -> Any:
    """What the database told as JSON, if it is not read yet."""
    return msgspec.json.decode(told) if isinstance(told, msgspec.Raw) else told
