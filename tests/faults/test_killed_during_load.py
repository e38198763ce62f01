"""Killed at any moment under load: nothing acknowledged is lost, nothing sent twice (§21.35)."""

import http.client
import json
import os
import signal
import subprocess
import tempfile
import threading
import time
import urllib.error
import urllib.request
import uuid
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from pathlib import Path
from typing import Any

import psutil
import psycopg
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from jiesu.config import embedded
from running_house import TOP, House, free_port, soon

pytestmark = pytest.mark.faults
PER_KILL = 15
"""Complaints acknowledged between one killing and the next."""


class Mailbox:
    """A mail server that remembers the Message-ID of all it took."""

    def __init__(self) -> None:
        self.ids: list[str] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd calls it so
        assert isinstance(envelope.content, bytes)
        self.ids.append(str(message_from_bytes(envelope.content)["Message-ID"]))
        return "250 OK"


class Customer(threading.Thread):
    """Complains without end; an unanswered complaint is sent again under the same key."""

    def __init__(self, port: int, token: str, name: int) -> None:
        super().__init__(daemon=True)
        self.port, self.token, self.name_ = port, token, name
        self.told: dict[str, str] = {}
        """Key of each complaint and the number that was acknowledged for it."""
        self.refused: list[str] = []
        self.enough = threading.Event()

    def run(self) -> None:
        while not self.enough.is_set():
            key = uuid.uuid4().hex
            letter = self._letter(key)
            while (number := self._post(key, letter)) is None and not self.refused:
                time.sleep(0.1)  # the server is gone: a person would wait too
            self.told[key] = number or ""

    def _post(self, key: str, body: bytes) -> str | None:
        headers = {
            "Authorization": f"Bearer {self.token}",
            "Content-Type": "application/json",
            "Idempotency-Key": key,
        }
        asked = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/api/v1/complaints", body, headers
        )
        try:
            with urllib.request.urlopen(asked, timeout=10) as answer:
                return str(json.load(answer)["number"])
        except urllib.error.HTTPError as error:
            if error.code not in {502, 503}:
                self.refused.append(error.read().decode())
        except (OSError, http.client.HTTPException):
            pass  # killed while it answered: the same key asks again
        return None

    def _letter(self, key: str) -> bytes:
        told = {
            "channel": "web",
            "description": f"家里宽带一直掉线,第{self.name_}位用户,流水{key[:8]},请尽快修好。",
            "desired_outcome": "修好",
            "email": f"{key}@example.com",
            "region": "440800",
            "received_at": (datetime.now(UTC) - timedelta(hours=25)).isoformat(),
        }
        return json.dumps(told).encode()


@pytest.fixture
def mailbox() -> Iterator[tuple[Mailbox, int]]:
    box, port = Mailbox(), free_port()
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    yield box, port
    server.stop()


@pytest.fixture
def house(mailbox: tuple[Mailbox, int]) -> Iterator[House]:
    """In a folder of its own: pytest closes its own to the database's user now and then."""
    with tempfile.TemporaryDirectory(prefix="jiesu-faults-") as folder:
        smtp = f"smtp://127.0.0.1:{mailbox[1]}"
        house = House(Path(folder) / "jiesu", (), {"JIESU_SMTP_URL": smtp})
        yield house
        house.end()


def test_nothing_acknowledged_is_lost_and_nothing_sent_twice(
    house: House, mailbox: tuple[Mailbox, int]
) -> None:
    supervisor = house.start_until_ready()
    token = _jiesu(house, "token", "--user", "ligong").strip()
    customers = [Customer(house.port, token, n) for n in range(3)]
    for customer in customers:
        customer.start()
    for victim in ("serve", "keeper", "deliver", "serve", "postgres"):
        _wait_for_more(customers)
        _kill(house, supervisor.pid, victim)
    _wait_for_more(customers)
    told = _stop(customers)
    _check_cases(house, told)
    _check_clocks(house, told)
    _check_mail(house, mailbox[0])
    assert json.loads(_jiesu(house, "verify", "--json"))["broken"] == []
    _jiesu(house, "rebuild", "--check")


def _wait_for_more(customers: list[Customer]) -> None:
    before = sum(len(customer.told) for customer in customers)
    assert soon(lambda: sum(len(c.told) for c in customers) >= before + PER_KILL, 90)


def _stop(customers: list[Customer]) -> dict[str, str]:
    for customer in customers:
        customer.enough.set()
    told: dict[str, str] = {}
    for customer in customers:
        customer.join(60)
        assert not customer.is_alive()
        assert customer.refused == []
        told |= customer.told
    return told


def _kill(house: House, supervisor: int, victim: str) -> None:
    """Kill -9 the service, or the database with it."""
    if victim == "postgres":
        process = embedded.process_id(house.home / "postgres")
        assert process
        os.kill(process, signal.SIGKILL)
        return
    found = [
        child
        for child in psutil.Process(supervisor).children(recursive=True)
        if child.is_running() and victim in child.cmdline()
    ]
    assert found, f"no {victim} runs"
    for child in found:
        child.kill()


def _check_cases(house: House, told: dict[str, str]) -> None:
    """Every number once, one case a key, none that nobody was told of."""
    twins = [number for number, n in Counter(told.values()).items() if n > 1]
    assert twins == []
    kept = _rows(house, "SELECT number FROM cases_case WHERE description LIKE '%流水%'")
    assert Counter(told.values()) == Counter(row[0] for row in kept)


def _check_clocks(house: House, told: dict[str, str]) -> None:
    """Acceptance was due an hour before it came in: broken once each, at the moment it fell due."""
    breaches = """SELECT c.number, e.facts->>'happened_at', p.due_at FROM cases_entry e
        JOIN cases_case c ON c.id = e.case_id
        JOIN cases_promiserow p ON p.case_id = c.id AND p.clock = 'ACCEPT' AND p.pack = 'SEED-D'
       WHERE e.verb = 'breach' AND e.facts->>'clock' = 'ACCEPT' AND e.facts->>'pack' = 'SEED-D'
         AND c.description LIKE '%流水%'"""
    assert soon(lambda: len(_rows(house, breaches)) >= len(told), 90)
    found = _rows(house, breaches)
    assert Counter(row[0] for row in found) == Counter(told.values())
    assert all(datetime.fromisoformat(row[1]) == row[2] for row in found)


def _check_mail(house: House, box: Mailbox) -> None:
    """Each mail arrives once, or stands in the books as doubtful; none waits for ever.

    What rouses nobody before eight in the morning waits for that hour, and is not waited for here.
    """
    waiting = """SELECT 1 FROM cases_message WHERE carrier = 'email' AND sending_since IS NULL
        AND (send_at <= now() OR send_at IS NOT NULL AND tries > 0)"""
    assert soon(lambda: not _rows(house, waiting), 120)
    assert [one for one, n in Counter(box.ids).items() if n > 1] == []
    delivered = (
        "SELECT count(*) FROM cases_message WHERE carrier = 'email' AND delivered_at IS NOT NULL"
    )
    assert _rows(house, delivered)[0][0] <= len(box.ids)


def _rows(house: House, query: str) -> list[tuple[Any, ...]]:
    try:
        with psycopg.connect(embedded.address(house.home / "postgres")) as connection:
            return connection.execute(query).fetchall()
    except psycopg.OperationalError:
        return []


def _jiesu(house: House, *words: str) -> str:
    environ = {**os.environ, "JIESU_HOME": str(house.home)}
    environ.pop("JIESU_DATABASE_URL", None)
    program = TOP / os.environ.get("JIESU_VENV", ".venv") / "bin" / "jiesu"
    done = subprocess.run(
        [str(program), *words], env=environ, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
