"""E-mail over a real socket: what the server says decides what becomes of the letter."""

import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from pytest_django import Settings

from jiesu.cases.post import Parcel
from jiesu.channels.email.outbound import CARRIER

NOW = datetime(2026, 9, 18, 6, 30, tzinfo=UTC)


class Server:
    """Answers as told and keeps what it took."""

    def __init__(self) -> None:
        self.taken: list[Envelope] = []
        self.to_recipient = "250 OK"
        self.to_data = "250 OK"
        self.hangs_up = False

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.to_recipient.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.to_recipient

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.hangs_up:
            assert server.transport is not None
            server.transport.close()
        self.taken.append(envelope)
        return self.to_data


@pytest.fixture
def server(settings: Settings) -> Iterator[Server]:
    handler = Server()
    controller = Controller(handler, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.SMTP_URL = f"smtp://127.0.0.1:{controller.port}"
    settings.MAIL_FROM = "示例宽带 <service@example.com>"
    yield handler
    controller.stop()


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def parcel(number: int = 1, to: str = "sun@example.com") -> Parcel:
    return Parcel(number, f"TS1.1.{number}", "N01", to, "已收到您反映的问题", "编号TS1。\n请保存。")


def outcomes(*parcels: Parcel) -> list[str]:
    return [outcome.kind for _, outcome in CARRIER.deliver(parcels, NOW)]


def test_a_letter_arrives_with_an_identity_of_its_own(server: Server) -> None:
    assert outcomes(parcel(1), parcel(2)) == ["delivered", "delivered"]
    content = server.taken[0].content
    assert isinstance(content, bytes)
    letter = message_from_bytes(content, policy=policy.default)
    assert letter["Message-ID"] == "<TS1.1.1@example.com>"
    assert letter["Subject"] == "已收到您反映的问题"
    assert "编号TS1" in letter.get_content()
    assert server.taken[1].rcpt_tos == ["sun@example.com"]


def test_an_unknown_recipient_is_final_and_does_not_stop_the_others(server: Server) -> None:
    server.to_recipient = "550 no such user"
    assert outcomes(parcel(1)) == ["refused"]
    server.to_recipient = "250 OK"
    assert outcomes(parcel(2)) == ["delivered"]


def test_a_busy_server_is_asked_again_later(server: Server) -> None:
    server.to_recipient = "451 try again"
    assert outcomes(parcel(1), parcel(2)) == ["later", "later"]
    assert server.taken == []


def test_a_letter_that_the_server_refuses_after_reading_is_final(server: Server) -> None:
    server.to_data = "554 spam"
    assert outcomes(parcel()) == ["refused"]


def test_a_server_that_hangs_up_after_reading_leaves_a_doubt(server: Server) -> None:
    server.hangs_up = True
    assert outcomes(parcel(1), parcel(2)) == ["doubtful", "later"]


def test_without_a_connection_everything_waits(settings: Settings) -> None:
    settings.SMTP_URL = f"smtp://127.0.0.1:{free_port()}"
    assert outcomes(parcel(1), parcel(2)) == ["later", "later"]


def test_an_address_cannot_smuggle_a_header_in(server: Server) -> None:
    assert outcomes(parcel(1, "a@example.com\r\nBcc: b@example.com")) == ["refused"]
    assert server.taken == []


def test_without_a_server_it_is_not_ready(settings: Settings) -> None:
    settings.SMTP_URL = ""
    assert not CARRIER.ready
