"""Which requests the live server of the tests is still answering."""

import threading
from dataclasses import dataclass, field

from django.core.signals import request_finished, request_started

PATIENCE = 30.0  # seconds; nothing that a browser asks in a test takes as long


@dataclass
class Answering:
    """Counts requests from their beginning to the last byte of their answer.

    Only those of the live server: it has threads, a test's own client has not.
    """

    now: int = 0
    changed: threading.Condition = field(default_factory=threading.Condition)

    def begin(self, **_: object) -> None:
        self._count(1)

    def end(self, **_: object) -> None:
        self._count(-1)

    def wait_for_the_last(self) -> None:
        """Return when nothing is being answered; the test fails if that does not come."""
        with self.changed:
            assert self.changed.wait_for(lambda: not self.now, PATIENCE), (
                f"The server still answers {self.now} requests {PATIENCE:.0f} s after the test."
            )

    def _count(self, change: int) -> None:
        if threading.current_thread() is threading.main_thread():
            return
        with self.changed:
            self.now += change
            self.changed.notify_all()


ANSWERING = Answering()
request_started.connect(ANSWERING.begin)
request_finished.connect(ANSWERING.end)
