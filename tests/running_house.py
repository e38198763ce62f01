"""A running installation, as ``bin/run`` starts it for a person."""

import fcntl
import os
import select
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[1]


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


class House:
    """One home on one port, started as often as a test likes."""

    def __init__(
        self,
        home: Path,
        words: tuple[str, ...] = ("--empty",),
        environ: Mapping[str, str] | None = None,
    ) -> None:
        self.home = home
        self.words = words
        self.environ = dict(environ or {})
        self.port = free_port()
        self.started: list[subprocess.Popen[str]] = []

    def start(self) -> subprocess.Popen[str]:
        words = [str(TOP / "bin/run"), *self.words, "--home", str(self.home)]
        environ = {k: v for k, v in os.environ.items() if not k.startswith(("JIESU_", "DJANGO_"))}
        if told := os.environ.get("JIESU_VENV"):
            environ["JIESU_VENV"] = told
        environ |= self.environ
        process = subprocess.Popen(
            [*words, "--port", str(self.port)],
            env=environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.started.append(process)
        return process

    def start_until_ready(self) -> subprocess.Popen[str]:
        process = self.start()
        assert process.stdout
        assert process.stderr
        if not select.select([process.stdout], [], [], 90)[0]:
            pytest.fail("no ready line in 90 s")
        line = process.stdout.readline()
        assert line == f"ready: http://127.0.0.1:{self.port}\n", process.stderr.read()
        return process

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5) as page:
                return bool(page.read() == b"ok")
        except OSError:
            return False

    def children_are_gone(self) -> bool:
        """Every child, and what it forked, holds this lock as long as it lives."""
        with (self.home / "children.lock").open("a") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            return True

    def end(self) -> None:
        for process in self.started:
            if process.poll() is None:
                process.terminate()
                process.wait(60)
            for pipe in (process.stdout, process.stderr):
                if pipe:
                    pipe.close()


def soon(true: Callable[[], bool], seconds: float = 60) -> bool:
    until = time.monotonic() + seconds
    while not true():
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True
