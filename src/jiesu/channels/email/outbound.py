"""E-mail by SMTP: which failure leaves open whether a letter arrived, and which does not."""

import smtplib
import ssl
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from urllib.parse import unquote, urlsplit

from django.conf import settings

from jiesu.cases.post import Carrier, Outcome, Parcel

TIMEOUT = 20.0
_ACCEPTED, _PERMANENT = 250, 500
_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
_PHASES = (smtplib.SMTPException, OSError)


class Email:
    """Without a server e-mail waits."""

    name = "email"
    rouses = True

    @property
    def ready(self) -> bool:
        """Whether a server is named."""
        return bool(settings.SMTP_URL)

    def deliver(self, parcels: Sequence[Parcel], now: datetime) -> Iterator[tuple[Parcel, Outcome]]:
        """Send all over one connection; if none comes about, all wait."""
        if not parcels:
            return
        try:
            server = connect(settings.SMTP_URL)
        except _PHASES as error:
            yield from ((parcel, Outcome("later", str(error))) for parcel in parcels)
            return
        with closing(server):
            for parcel in parcels:
                yield parcel, _hand_over(server, parcel, now)
            with suppress(*_PHASES):
                server.quit()


def connect(url: str) -> smtplib.SMTP:
    """A session with the server at ``url``.

    Raises SMTPException or OSError; nothing was sent then.
    """
    told = urlsplit(url)
    host, port = told.hostname or "", told.port or _PORTS[told.scheme]
    if told.scheme == "smtps":
        context = ssl.create_default_context()
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=TIMEOUT, context=context)
    else:
        server = smtplib.SMTP(host, port, timeout=TIMEOUT)
        if told.scheme == "smtp+tls":
            server.starttls(context=ssl.create_default_context())
    if told.username:
        server.login(unquote(told.username), unquote(told.password or ""))
    server.ehlo_or_helo_if_needed()
    return server


def letter(parcel: Parcel, now: datetime) -> EmailMessage:
    """The parcel as e-mail. Its Message-ID never changes, so that a copy would be recognised."""
    message = EmailMessage()
    message["From"] = settings.MAIL_FROM
    message["To"] = parcel.to
    message["Subject"] = parcel.subject
    message["Date"] = format_datetime(now)
    domain = parseaddr(settings.MAIL_FROM)[1].partition("@")[2]
    message["Message-ID"] = f"<{parcel.reference}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(parcel.body)
    return message


def _hand_over(server: smtplib.SMTP, parcel: Parcel, now: datetime) -> Outcome:
    try:
        body = letter(parcel, now).as_bytes()
    except ValueError as bad_address:
        return Outcome("refused", str(bad_address))
    try:
        if refusal := _address(server, parcel):
            server.rset()
            return refusal
    except _PHASES as error:
        return Outcome("later", str(error))  # no letter without an address: surely not sent
    try:
        code, answer = server.data(body)
    except smtplib.SMTPDataError as error:
        return _judge(error.smtp_code, error.smtp_error)
    except _PHASES as error:
        return Outcome("doubtful", str(error))
    return _judge(code, answer)


def _address(server: smtplib.SMTP, parcel: Parcel) -> Outcome | None:
    sender = parseaddr(settings.MAIL_FROM)[1]
    for code, answer in (_say(server, "mail", sender), _say(server, "rcpt", parcel.to)):
        outcome = _judge(code, answer)
        if outcome.kind != "delivered":
            return outcome
    return None


def _say(server: smtplib.SMTP, verb: str, address: str) -> tuple[int, bytes]:
    answer: tuple[int, bytes] = getattr(server, verb)(address)
    return answer


def _judge(code: int, answer: bytes | str) -> Outcome:
    if _ACCEPTED <= code <= _ACCEPTED + 2:
        return Outcome("delivered")
    told = answer if isinstance(answer, str) else answer.decode(errors="replace")
    return Outcome("refused" if code >= _PERMANENT else "later", f"{code} {told}")


CARRIER: Carrier = Email()
