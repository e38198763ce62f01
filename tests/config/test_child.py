"""A child is started again when it dies, later each time; it goes when its parent goes."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from jiesu.config.child import Child


def _child(folder: Path, code: str) -> Child:
    words = [sys.executable, "-c", code]
    return Child("it", words, folder / "log", dict(os.environ), folder / "lock")


def _soon(true: Callable[[], bool]) -> bool:
    until = time.monotonic() + 20
    while not true():
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


def test_a_child_that_died_is_started_again_after_a_pause(tmp_path: Path) -> None:
    child = _child(tmp_path, "print('once more', flush=True)")
    child.start()
    assert _soon(lambda: not child.running)
    assert child.mend() == "it died with code 0; started again in 1 s"
    assert child.mend() is None
    assert not child.running
    assert _soon(lambda: child.mend() is None and child.last_words().count("once more") == 2)
    assert _soon(lambda: not child.running)


def test_what_a_speaking_child_says_is_ours_alone(tmp_path: Path) -> None:
    child = _child(tmp_path, "print('a secret')")
    child.speaks = True
    child.start()
    assert _soon(lambda: not child.running)
    assert (child.code, child.said()) == (0, "a secret\n")
    assert child.last_words() == ""


def test_a_child_dies_with_a_parent_that_was_killed(tmp_path: Path) -> None:
    lines = (
        "import os, sys, time",
        "from pathlib import Path",
        "from jiesu.config.child import Child",
        f"at = Path({str(tmp_path)!r})",
        "words = [sys.executable, '-c', 'import time; print(1, flush=True); time.sleep(600)']",
        "Child('it', words, at / 'log', dict(os.environ), at / 'lock').start()",
        "time.sleep(600)",
    )
    parent = subprocess.Popen([sys.executable, "-c", "\n".join(lines)])
    log = tmp_path / "log"
    assert _soon(lambda: log.exists() and log.read_text() == "1\n")
    (child,) = Path(f"/proc/{parent.pid}/task/{parent.pid}/children").read_text().split()
    parent.send_signal(signal.SIGKILL)
    parent.wait(10)
    assert _soon(lambda: not _runs(int(child)))


def _runs(pid: int) -> bool:
    """Whether it runs; a zombie that nobody has buried yet does not."""
    stat = Path(f"/proc/{pid}/stat")
    return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] != "Z"
