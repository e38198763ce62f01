"""Rows made quickly are the rows that the constructor makes."""

from datetime import UTC, datetime

import pytest

from jiesu.cases.models import Case, Entry, Message, Part
from jiesu.cases.models.quick import made

NOW = datetime(2026, 9, 18, tzinfo=UTC)


@pytest.mark.parametrize("model", [Case, Entry, Message, Part])
def test_a_row_made_quickly_is_the_same(model: type[Case | Entry | Message | Part]) -> None:
    quick, slow = made(model, id=7), model(id=7)
    assert {**quick.__dict__, "_state": None} == {**slow.__dict__, "_state": None}
    assert quick._state.adding  # noqa: SLF001 - what tells Django to insert it


def test_no_two_rows_share_what_they_can_change() -> None:
    one, other = made(Case, id=1, received_at=NOW), made(Case, id=2)
    one.record["a"] = 1
    assert other.record == {}
    assert one.received_at == NOW
