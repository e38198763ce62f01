"""Writes the turns of an outage: one after the other, each request once, nobody over another."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from django.db import connection
from django.utils.translation import gettext as _

from jiesu.cases.chain import canonical, read_back
from jiesu.cases.refusals import KeyReused, NotAllowed, StaleVersion, WrongState
from jiesu.cases.verbs import Words
from jiesu.incidents.models import Outage, OutageTurn
from jiesu.incidents.refusals import UnknownOutage
from jiesu.people.actor import Actor


@dataclass(frozen=True, slots=True)
class Request:
    """Who says which verb of which outage, when, and by which Idempotency-Key if there is one."""

    by: int
    verb: str
    about: str
    now: datetime
    key: bytes | None
    digest: bytes


def request(  # noqa: PLR0913 - who, which verb and words, of what, when, by which key
    actor: Actor, verb: str, words: Words, now: datetime, *, about: str = "", key: str = ""
) -> Request:
    """The request to say ``verb`` of the outage ``about``.

    Raises:
        NotAllowed: the system declares nothing, and who looks with another's eyes acts for nobody.
    """
    if actor.staff_id is None:
        raise NotAllowed(_("这一步须由人办理，系统不能代办。"))
    if actor.through:
        raise NotAllowed(_("您正以他人视角查看，不能办理；未作改动。请先结束查看。"))
    told = msgspec.json.encode([about, verb, msgspec.to_builtins(words)], order="deterministic")
    caller = f"{actor.kind}/{actor.staff_id}/{key}".encode()
    hashed = hashlib.sha256(caller).digest() if key else None
    return Request(actor.staff_id, verb, about, now, hashed, hashlib.sha256(told).digest())


def earlier(made: Request) -> OutageTurn | None:
    """The turn that this very request wrote before; a second one waits until it is known.

    Raises:
        KeyReused: the key came with another request.
    """
    if made.key is None:
        return None
    with connection.cursor() as cursor:  # there is no row to lock before the outage is declared
        number = int.from_bytes(made.key[:8], "big", signed=True)
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])
    turns = OutageTurn.objects.select_related("outage__unit")
    turn = turns.filter(request_key=made.key).first()
    if turn and bytes(turn.request_digest or b"") != made.digest:
        raise KeyReused(
            _("这个 Idempotency-Key 已用于另一个请求，本次未保存。请换一个新的键再提交。")
        )
    return turn


def lock(actor: Actor, number: str) -> Outage:
    """The outage called ``number``, locked until the transaction ends.

    Raises:
        UnknownOutage: there is none for this actor.
    """
    found = Outage.objects.visible_to(actor).select_for_update(of=("self",))
    outage = found.select_related("unit").filter(number=number).first()
    if outage is None:
        raise UnknownOutage(
            _("没有找到编号为 %(number)s 的群障，请核对编号。") % {"number": number}
        )
    return outage


def check_version(outage: Outage, version: int | None) -> None:
    """Let nobody change what he has not seen; ``version`` is what he saw last.

    Raises:
        StaleVersion: a colleague was quicker. WrongState: the outage is over.
    """
    if outage.ended_at is not None:
        raise WrongState(
            _("群障 %(number)s 已解除，不再变更，未做任何改动。如再次发生，请另行发布。")
            % {"number": outage.number},
            state="closed",
        )
    if version is not None and version != outage.version:
        raise StaleVersion(
            _("群障 %(number)s 在您查看之后已有变更，本次操作未保存。请刷新后再试。")
            % {"number": outage.number},
            version=outage.version,
        )


def write(outage: Outage, made: Request, facts: dict[str, Any]) -> OutageTurn:
    """Append the turn to the outage, whose row stands as it makes it."""
    return OutageTurn.objects.create(
        outage=outage,
        seq=outage.version,
        verb=made.verb,
        at=made.now,
        by_id=made.by,
        facts=read_back(canonical(facts)),
        request_key=made.key,
        request_digest=made.digest if made.key else None,
    )
