"""The servers that the tests run on, for ``bin/test``.

``stop`` ends the embedded one; ``find-15`` prints where PostgreSQL 15 is installed (else exits 1);
``on FOLDER COMMAND…`` runs a command whose tests use a throw-away server of that installation.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from jiesu.config import embedded
from jiesu.config.embedded_ground import server_user

CACHE = Path(__file__).resolve().parent.parent / ".cache"
QUICK = "-F -c synchronous_commit=off -c full_page_writes=off -c max_connections=200 -c jit=off"


def main(words: list[str]) -> int:
    if words[:1] == ["stop"]:
        return _stop()
    if words[:1] == ["find-15"]:
        return _find("15")
    with _throw_away(Path(words[1])) as url:
        environ = {**os.environ, "JIESU_TEST_DATABASE_URL": url}
        return subprocess.run(words[2:], env=environ, check=False).returncode


def _stop() -> int:
    if embedded.process_id(CACHE / "server"):
        embedded.Server(CACHE / "server").stop()
    return 0


def _find(version: str) -> int:
    found = [Path("/usr/lib/postgresql", version, "bin"), Path(f"/usr/pgsql-{version}/bin")]
    if told := shutil.which("pg_ctl"):
        found.append(Path(told).resolve().parent)
    for folder in found:
        if (folder / "initdb").exists() and _version(folder) == version:
            print(folder)
            return 0
    return 1


def _version(folder: Path) -> str:
    told = subprocess.run([folder / "postgres", "-V"], capture_output=True, text=True, check=True)
    match = re.search(r"(\d+)", told.stdout)
    return match[1] if match else ""


@contextmanager
def _throw_away(binaries: Path) -> Iterator[str]:
    who = server_user()
    with tempfile.TemporaryDirectory(prefix="jiesu-15-") as top:
        if who:
            shutil.chown(top, who)
        data = Path(top, "data")
        _run(
            who,
            binaries / "initdb",
            "-D",
            data,
            "-U",
            "postgres",
            "-E",
            "UTF8",
            "-A",
            "trust",
            "-N",
        )
        options = f"{QUICK} -c listen_addresses= -k {top}"
        log = Path(top, "log")
        _run(who, binaries / "pg_ctl", "start", "-w", "-D", data, "-l", log, "-o", options)
        try:
            yield f"host={top} user=postgres dbname=postgres"
        finally:
            _run(who, binaries / "pg_ctl", "stop", "-w", "-m", "immediate", "-D", data)


def _run(who: str | None, *words: str | Path) -> None:
    """As the server's own user when we are root, whom PostgreSQL refuses."""
    environ = {**os.environ, "LC_ALL": "C.UTF-8"}
    subprocess.run(words, user=who, cwd="/", env=environ, check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
