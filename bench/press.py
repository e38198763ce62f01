"""Pressing a server with wrk, and counting what it cost."""

import re
import shutil
import subprocess
from pathlib import Path

import psutil

from bench.figures import Figure

HERE = Path(__file__).parent


def cpu_seconds(roots: list[psutil.Process]) -> float:
    """CPU used so far by the processes and all below them, those that ended included.

    A backend of PostgreSQL that has ended is counted with the postmaster, who waited for it.
    """
    total = 0.0
    for root in roots:
        for process in [root, *root.children(recursive=True)]:
            try:
                spent = process.cpu_times()
            except psutil.NoSuchProcess:
                continue
            total += spent.user + spent.system + spent.children_user + spent.children_system
    return total


def press(  # noqa: PLR0913, PLR0917 - a run is all of these
    name: str,
    url: str,
    requests: Path,
    roots: list[psutil.Process],
    seconds: int,
    connections: int = 32,
) -> Figure:
    """Press ``url`` with the ``requests`` written in a file (``requests.lua`` says how)."""
    if shutil.which("wrk") is None:
        raise SystemExit("wrk is not installed. On Debian: apt-get install wrk")
    script = str(HERE / "requests.lua")
    words = [
        "wrk",
        "-t1",
        f"-c{connections}",
        f"-d{seconds}s",
        "--timeout",
        "20s",
        "--latency",
        "-s",
        script,
        url,
    ]
    before = cpu_seconds(roots)
    out = subprocess.run(
        [*words, "--", str(requests)],
        capture_output=True,
        text=True,
        check=True,
        timeout=seconds + 60,
    ).stdout
    return _read(name, out, cpu_seconds(roots) - before)


def _read(name: str, out: str, spent: float) -> Figure:
    requests = int(_found(r"(\d+) requests in", out))
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", out)
    broken = re.search(r"connect (\d+), read (\d+), write (\d+), timeout (\d+)", out)
    errors = int(bad[1]) if bad else 0
    errors += sum(int(group) for group in broken.groups()) if broken else 0
    return Figure(
        name,
        float(_found(r"Requests/sec:\s+([\d.]+)", out)),
        _milliseconds(_found(r"50%\s+([\d.]+\w+)", out)),
        _milliseconds(_found(r"99%\s+([\d.]+\w+)", out)),
        spent * 1000 / max(requests, 1),
        errors,
    )


def _found(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    if match is None:
        raise SystemExit(f"wrk said something else than expected:\n{text}")
    return match[1]


def _milliseconds(text: str) -> float:
    number, unit = re.fullmatch(r"([\d.]+)(\w+)", text).groups()  # type: ignore[union-attr]
    return float(number) * {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0}[unit]
