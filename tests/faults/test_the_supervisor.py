"""``bin/run`` as a person runs it: it starts, ends, survives what people do to processes."""

import os
import signal
import socket
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from jiesu.config import embedded
from running_house import House, soon

pytestmark = pytest.mark.faults


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    house = House(tmp_path_factory.mktemp("a home") / "jiesu")
    yield house
    house.end()


def test_it_starts_answers_and_ends_cleanly_on_sigterm(house: House) -> None:
    running = house.start_until_ready()
    assert house.answers()
    assert running.stdout
    assert running.stdout.readline() == "首任管理员请打开此链接（仅一次有效）：\n"
    with urllib.request.urlopen(running.stdout.readline().strip(), timeout=10) as page:
        assert page.status == 200
    second = house.start()
    assert second.wait(30) == 1
    assert second.stderr
    assert "已有一个接诉在运行" in second.stderr.read()
    running.send_signal(signal.SIGTERM)
    _, said = running.communicate(timeout=60)
    assert (running.returncode, said) == (0, "")
    assert house.children_are_gone()
    assert embedded.process_id(house.home / "postgres") is None


def test_a_port_in_use_is_named_with_advice(house: House) -> None:
    with socket.create_server(("127.0.0.1", house.port)):
        refused = house.start()
        _, said = refused.communicate(timeout=30)
    assert refused.returncode == 1
    assert f"端口 {house.port} 已被其他程序占用" in said
    assert "--port" in said


def test_after_kill_9_the_children_end_and_the_next_start_works(house: House) -> None:
    killed = house.start_until_ready()
    killed.kill()
    killed.wait(10)
    again = house.start_until_ready()
    assert house.answers()
    database = embedded.process_id(house.home / "postgres")
    assert database
    os.kill(database, signal.SIGKILL)
    assert soon(lambda: embedded.process_id(house.home / "postgres") not in {None, database})
    assert soon(lambda: _log_says(house, "database died"))
    for child in _children_of(again.pid):
        os.kill(child, signal.SIGKILL)
    assert soon(lambda: _log_says(house, "web died") and _log_says(house, "worker died"))
    assert soon(house.answers)
    again.send_signal(signal.SIGINT)
    assert again.wait(60) == 0
    assert house.children_are_gone()


def _children_of(pid: int) -> list[int]:
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _log_says(house: House, words: str) -> bool:
    log = house.home / "logs" / "supervisor.log"
    return log.exists() and words in log.read_text(encoding="utf-8")
