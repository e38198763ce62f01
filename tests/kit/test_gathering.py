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
        """Ask for 0, and for ``others`` while that is under way, until all are done."""
        with ThreadPoolExecutor(1 + len(others)) as pool:
            return self.in_line(pool, *others)

    def in_line(self, pool: ThreadPoolExecutor, *others: int) -> "list[Future[int]]":
        """Ask for 0; once ``others`` wait behind it, one after another, let it go on."""
        asked = [pool.submit(self.gathering.do, 0)]
        assert self.begun.wait(IN_TIME)
        ends = time.monotonic() + IN_TIME
        for number in others:
            asked.append(pool.submit(self.gathering.do, number))
            while len(self.gathering) < len(asked) - 1:
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


def test_whoever_is_done_goes_though_others_are_done_after_him() -> None:
    go_on = threading.Event()

    class Slow(Doubling):
        def together(self, asked: Sequence[int]) -> list[int]:
            if 3 in asked:
                assert go_on.wait(IN_TIME)
            return super().together(asked)

    with ThreadPoolExecutor(4) as pool:
        asked = Slow(most=2).in_line(pool, 1, 2, 3)
        assert [one.result(IN_TIME) for one in asked[:3]] == [0, 2, 4]
        assert not asked[3].done()
        go_on.set()
        assert asked[3].result(IN_TIME) == 6
