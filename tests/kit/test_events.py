"""Events: told at once, in the publisher's transaction."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.db import transaction

from jiesu.kit import events


@dataclass(frozen=True)
class Rang:
    """A bell rang."""

    times: int


@pytest.fixture
def heard() -> Iterator[list[int]]:
    before = events.listeners()
    heard: list[int] = []
    events.wire({Rang: (lambda e: heard.append(e.times), lambda e: heard.append(-e.times))})
    yield heard
    events.wire(before)


@pytest.mark.django_db(transaction=True)
def test_listeners_hear_in_the_order_of_the_table(heard: list[int]) -> None:
    with transaction.atomic():
        events.publish(Rang(3))
    assert heard == [3, -3]


@pytest.mark.django_db(transaction=True)
def test_nothing_is_published_outside_a_transaction(heard: list[int]) -> None:
    with pytest.raises(RuntimeError, match="outside a transaction"):
        events.publish(Rang(1))
    assert heard == []
