"""The thin door works with a hand, but a request that is still on its way in keeps none."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest

from jiesu.api import hot
from jiesu.api.asked import Answer, Asked
from jiesu.kit.hands import Hands


class Watched(Hands):
    """Notes what happens with a hand, and what without."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[tuple[str, bool]] = []
        self.held = False

    @contextmanager
    def taken(self) -> Iterator[None]:
        self.held = True
        yield
        self.held = False

    def note(self, what: str) -> None:
        self.told.append((what, self.held))

    def read(self, _: int) -> bytes:
        """The body of the request, as the line brings it."""
        self.note("read")
        return b"{}"

    def answer(self, asked: Asked, _: datetime) -> Answer:
        self.note("answered")
        assert asked.body == b"{}"
        return Answer(204, b"")


def test_a_request_is_read_without_a_hand_and_answered_with_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    watched = Watched()
    monkeypatch.setattr(hot, "HANDS", watched)
    monkeypatch.setattr(hot, "answer", watched.answer)
    asked = {"REQUEST_METHOD": "POST", "PATH_INFO": "/api/v1/complaints", "CONTENT_LENGTH": "2"}
    assert hot.serve({**asked, "wsgi.input": watched}).status == 204
    assert watched.told == [("read", False), ("answered", True)]
