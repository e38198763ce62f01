"""Calls that come at the same time are done as one, and each hears of itself alone."""

import threading
import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from jiesu.kit.gathering import Gathering

IN_TIME = 20


class Doubling:
    """Doubles numbers; the first call is held until the others wait behind it."""

    def __init__(self, most: int = 16) -> None:
        self.gathering: Gathering[int, int] = Gathering(self.together, most=most)
        self.sizes: list[int] = []
        self.begun, self.go_on = threading.Event(), threading.Event()

    def together(self, asked: Sequence[int]) -> list[int]:
        if not self.sizes:
            self.begun.set()
            assert self.go_on.wait(IN_TIME)
        self.sizes.append(len(asked))
        if 13 in asked:
            raise ValueError("thirteen")
        return [2 * number for number in asked]

    def with_others_behind(self, *others: int) -> "list[Future[int]]":
        """Ask for 0, and for ``others`` while that is under way."""
        with ThreadPoolExecutor(1 + len(others)) as pool:
            asked = [pool.submit(self.gathering.do, 0)]
            assert self.begun.wait(IN_TIME)
            asked += [pool.submit(self.gathering.do, number) for number in others]
            ends = time.monotonic() + IN_TIME
            while len(self.gathering) < len(others):
                assert time.monotonic() < ends
                time.sleep(0.001)
            self.go_on.set()
        return asked


def test_who_comes_alone_is_done_at_once() -> None:
    doubling = Doubling()
    doubling.go_on.set()
    assert [doubling.gathering.do(number) for number in (1, 2)] == [2, 4]
    assert doubling.sizes == [1, 1]
    assert len(doubling.gathering) == 0


def test_who_comes_meanwhile_is_done_together() -> None:
    doubling = Doubling()
    asked = doubling.with_others_behind(1, 2, 3, 4, 5)
    assert [one.result() for one in asked] == [0, 2, 4, 6, 8, 10]
    assert doubling.sizes == [1, 5]


def test_no_more_are_taken_together_than_told() -> None:
    doubling = Doubling(most=2)
    asked = doubling.with_others_behind(1, 2, 3, 4, 5)
    assert [one.result() for one in asked] == [0, 2, 4, 6, 8, 10]
    assert doubling.sizes == [1, 2, 2, 1]


def test_one_that_fails_takes_nobody_with_it() -> None:
    doubling = Doubling()
    asked = doubling.with_others_behind(1, 13, 3)
    assert [one.result() for one in (asked[0], asked[1], asked[3])] == [0, 2, 6]
    with pytest.raises(ValueError, match="thirteen"):
        asked[2].result()
    assert sorted(doubling.sizes) == [1, 1, 1, 1, 3]


def test_alone_a_failure_is_not_tried_again() -> None:
    doubling = Doubling()
    doubling.go_on.set()
    with pytest.raises(ValueError, match="thirteen"):
        doubling.gathering.do(13)
    assert doubling.sizes == [1]
