"""The servers that are pressed: ours, and a bare Django under the same granian."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import psutil

HERE = Path(__file__).parent
_NO_LIMIT = {"JIESU_API_PER_MINUTE": "0"}


@contextmanager
def ours(port: int, database: str) -> Iterator[psutil.Process]:
    """``jiesu serve`` as it ships: two processes, each of sixteen threads and two hands."""
    words = [sys.executable, "-m", "jiesu.config.main", "serve", "--port", str(port)]
    with _running(words, port, {**os.environ, **_NO_LIMIT, "JIESU_DATABASE_URL": database}) as one:
        yield one


@contextmanager
def bare(port: int, database: str) -> Iterator[psutil.Process]:
    """The bare Django of ``bench/bare``: two processes of two threads, which serve it best."""
    told = {**os.environ, "BENCH_DATABASE": database, "PYTHONPATH": str(HERE / "bare")}
    told.pop("DJANGO_SETTINGS_MODULE", None)
    program = str(Path(sys.executable).parent / "granian")
    options = ["--interface", "wsgi", "--workers", "2", "--blocking-threads", "2", "--no-ws"]
    place = ["--host", "127.0.0.1", "--port", str(port)]
    with _running([program, *options, *place, "bare_wsgi:application"], port, told) as one:
        yield one


@contextmanager
def _running(words: list[str], port: int, environment: dict[str, str]) -> Iterator[psutil.Process]:
    log = Path(environment["JIESU_HOME"]) / f"server-{port}.log"
    with log.open("wb") as sink:
        process = subprocess.Popen(words, env=environment, stdout=sink, stderr=sink)
        try:
            _await(port, process, log)
            yield psutil.Process(process.pid)
        finally:
            process.terminate()
            process.wait(30)


def _await(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    ends = time.monotonic() + 90
    while time.monotonic() < ends:
        if process.poll() is not None:
            raise SystemExit(f"the server on port {port} ended; it said:\n{log.read_text()}")
        try:
            with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2):
                return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise SystemExit(f"no server answered on port {port} in time; it said:\n{log.read_text()}")
