"""clamd over a socket: what it answers decides, and silence is no clean bill."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from jiesu.gateways.virus.port import scanner
from jiesu.gateways.virus.verdict import ScannerAway


@contextmanager
def clamd(folder: Path, answer: bytes, heard: list[bytes]) -> Iterator[str]:
    """A daemon that takes one stream and gives one answer."""
    path = str(folder / "clamd.sock")
    door = socket.socket(socket.AF_UNIX)
    door.bind(path)
    door.listen()

    def serve() -> None:
        talk, _ = door.accept()
        with talk:
            told = b""
            while not told.endswith(b"\0\0\0\0"):
                told += talk.recv(1 << 16)
            heard.append(told)
            talk.sendall(answer)

    thread = threading.Thread(target=serve)
    thread.start()
    yield f"clamd:{path}"
    thread.join(10)
    door.close()


@pytest.mark.parametrize(
    ("answer", "found"),
    [(b"stream: OK\0", ""), (b"stream: Win.Test.EICAR_HDB-1 FOUND\0", "Win.Test.EICAR_HDB-1")],
)
def test_the_daemon_s_word_counts(tmp_path: Path, answer: bytes, found: str) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"content")
    heard: list[bytes] = []
    with clamd(tmp_path, answer, heard) as name:
        assert scanner(name)(file) == found
    assert heard == [b"zINSTREAM\0\0\0\0\x07content\0\0\0\0"]


@pytest.mark.parametrize("answer", [b"INSTREAM size limit exceeded. ERROR\0", b""])
def test_no_answer_is_not_a_clean_one(tmp_path: Path, answer: bytes) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"content")
    with clamd(tmp_path, answer, []) as name, pytest.raises(ScannerAway):
        scanner(name)(file)


def test_a_daemon_that_is_not_there_is_away(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"content")
    with pytest.raises(ScannerAway):
        scanner(f"clamd:{tmp_path}/none.sock")(file)


def test_a_setting_that_nobody_understands_is_named() -> None:
    with pytest.raises(ValueError, match="pigeon"):
        scanner("pigeon")
