"""A process of ours on the leash: its output in a log file, started again when it dies."""

import os
import signal
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

from jiesu.config import leash

_CALM_SECONDS = 60
"""Who lived this long before dying is started again at once."""
_LONGEST_PAUSE = 30.0


@dataclass(slots=True)
class Child:
    """``words`` run with ``environ``, writing to ``log``; it dies at once when we do."""

    name: str
    words: list[str]
    log: Path
    environ: dict[str, str]
    leftovers: Path
    """Lock held as long as the process lives (leash.py)."""
    when_we_die: signal.Signals = signal.SIGKILL
    user: str = "-"
    speaks: bool = False
    """Whether what it prints is for us to read (``said``), not for the log."""
    _process: subprocess.Popen[bytes] | None = None
    _began: float = 0.0
    _deaths: int = 0
    _due: float = field(default=0.0)

    def start(self) -> None:
        """Start it, in a session of its own so that Ctrl-C reaches the supervisor alone."""
        tied = leash.words_for(str(self.leftovers), self.when_we_die, self.user)
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [*tied, *self.words],
                env=self.environ,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE if self.speaks else log,
                stderr=log,
                start_new_session=True,
            )
        self._began = time.monotonic()

    @property
    def code(self) -> int | None:
        """The exit code; None while it runs or before it ever ran."""
        return self._process.poll() if self._process else None

    @property
    def running(self) -> bool:
        """Whether it runs now."""
        return self._process is not None and self._process.poll() is None

    def said(self) -> str:
        """All that a speaking child printed, once it has ended."""
        if self._process is None or self._process.stdout is None:
            return ""
        with self._process.stdout as told:
            return told.read().decode()

    def mend(self) -> str | None:
        """Start it again if it died and its pause is over; says so when it has just died.

        The pause doubles with each early death, up to half a minute.
        """
        if self.running:
            return None
        if self._process is not None:
            return self._note_death(self._process.returncode)
        if time.monotonic() >= self._due:
            self.start()
        return None

    def tell(self, number: signal.Signals) -> None:
        """Send it a signal if it still runs."""
        if self._process is not None and self._process.poll() is None:
            os.kill(self._process.pid, number)

    def last_words(self) -> str:
        """The end of its log."""
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        return "\n".join(lines[-12:])

    def _note_death(self, code: int) -> str:
        early = time.monotonic() - self._began < _CALM_SECONDS
        self._deaths = self._deaths + 1 if early else 0
        pause = min(0.5 * 2**self._deaths, _LONGEST_PAUSE) if early else 0.0
        self._due = time.monotonic() + pause
        self._process = None
        return f"{self.name} died with code {code}; started again in {pause:g} s"
