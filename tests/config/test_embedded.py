"""The embedded server starts in awkward places and after unkind ends."""

import os
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from jiesu.config import embedded

QUICK = {"fsync": "off", "shared_buffers": "16MB", "max_connections": "10"}


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="jiesu ") as top:
        folder = Path(top, "很长的路径 with 'quotes', " + "x" * 80, "postgres")
        yield folder
        if embedded.process_id(folder):
            embedded.Server(folder).stop()


def test_a_server_starts_under_a_long_path_with_spaces_and_quotes(folder: Path) -> None:
    server = embedded.start(folder, QUICK)
    embedded.ensure_database(server.get_uri("postgres"))
    embedded.ensure_database(server.get_uri("postgres"))
    with psycopg.connect(server.get_uri()) as connection:
        assert connection.execute("SELECT lower('Ä')").fetchone() == ("ä",)


def test_a_second_start_joins_the_first(folder: Path) -> None:
    embedded.start(folder, QUICK)
    first = embedded.process_id(folder)
    embedded.start(folder, QUICK)
    assert embedded.process_id(folder) == first


def test_only_its_owner_reaches_the_socket(folder: Path) -> None:
    with psycopg.connect(embedded.start(folder, QUICK).get_uri("postgres")) as connection:
        sockets = Path(connection.info.host)
    assert sockets.stat().st_mode & 0o777 == 0o700


def test_a_killed_server_starts_again_with_what_was_committed(folder: Path) -> None:
    server = embedded.start(folder, QUICK)
    with psycopg.connect(server.get_uri("postgres")) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1 AS one")
    pid = embedded.process_id(folder)
    assert pid
    os.kill(pid, signal.SIGKILL)
    assert embedded.wait_until_gone(folder, seconds=10)
    server = embedded.start(folder, QUICK)
    with psycopg.connect(server.get_uri("postgres")) as connection:
        assert connection.execute("SELECT one FROM kept").fetchone() == (1,)


def test_a_killed_server_is_gone_only_when_its_children_are(folder: Path) -> None:
    """They end by themselves, later on a busy machine; till then they hold its shared memory."""
    server = embedded.start(folder, QUICK)
    with psycopg.connect(server.get_uri("postgres")) as connection:
        child = connection.info.backend_pid
        pid = embedded.process_id(folder)
        assert pid
        os.kill(child, signal.SIGSTOP)
        try:
            os.kill(pid, signal.SIGKILL)
            while embedded.process_id(folder):
                os.sched_yield()
            assert not embedded.wait_until_gone(folder, seconds=0)
        finally:
            os.kill(child, signal.SIGCONT)
        assert embedded.wait_until_gone(folder, seconds=60)
    with psycopg.connect(embedded.start(folder, QUICK).get_uri("postgres")):
        pass


def test_a_pid_file_left_by_a_dead_server_misleads_nobody(folder: Path) -> None:
    embedded.start(folder, QUICK).stop()
    (folder / "postmaster.pid").write_text(f"{os.getpid()}\n{folder}\n")
    assert embedded.process_id(folder) is None
    embedded.start(folder, QUICK)
    assert embedded.process_id(folder) not in {None, os.getpid()}


def test_a_server_that_cannot_start_says_what_its_log_says(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="unrecognized configuration parameter"):
        embedded.start(tmp_path / "postgres", {"no_such_setting": "1"})
