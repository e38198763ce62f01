"""What was sent after the session had ended: held, sealed, until its writer has logged in (§18).

With scripts a form keeps its words while they are typed and stays where it is; without them it is
sent to a server that no longer knows by whom. So every form says, signed, for whom it was made:
what comes back is held in the session that begins with logging in, and becomes a draft of that
person alone. Whoever else logs in at the same machine finds nothing.
"""

from base64 import b64decode, b64encode
from datetime import timedelta

import msgspec
from django.core import signing
from django.http import HttpRequest
from django.utils import timezone

from jiesu.console.together.drafts import MOST_FIELDS, fitting, joined, keep
from jiesu.kit.sealed import KeyMissingError, seal, unseal
from jiesu.people.actor import Actor
from jiesu.people.doors import StaffRequest

WRITER = "writer"
"""The field of a form that says for whom it was made."""
_NAME = "unsent"
_SALT = "console.unsent"
_BELIEVED_FOR = timedelta(hours=24)
"""Longer than any session lasts."""


class _Held(msgspec.Struct):
    writer: int
    place: str
    typed: dict[str, str]


def written_by(actor: Actor) -> str:
    """Sign for whom a form is made."""
    return signing.dumps(actor.staff_id, salt=_SALT)


def hold(request: HttpRequest, place: str) -> None:
    """Hold what was sent from the form at ``place``, if it is known who wrote it."""
    writer = _writer(request.POST.get(WRITER, ""))
    typed = fitting(joined(request.POST))
    if writer is None or len(typed) > MOST_FIELDS:
        return
    told = msgspec.json.encode(_Held(writer, place, typed))
    request.session[_NAME] = b64encode(seal(told)).decode()


def take_up(request: StaffRequest) -> None:
    """Make a draft of what was held, if its writer it is who has logged in; else forget it."""
    if _NAME not in request.session or request.actor.through:
        return
    held = _opened(request.session.pop(_NAME))
    if held is None or held.writer != request.actor.staff_id:
        return
    try:
        keep(request.actor, held.place, held.typed, timezone.now())
    except LookupError:  # the case has gone out of sight meanwhile, and its form with it
        return


def _writer(signed: str) -> int | None:
    try:
        writer: int | None = signing.loads(signed, salt=_SALT, max_age=_BELIEVED_FOR)
    except signing.BadSignature:  # nobody's form, or one of long ago
        return None
    return writer


def _opened(sealed: str) -> _Held | None:
    """What was held; None once its key was taken off the ring, as if it were long ago."""
    try:
        return msgspec.json.decode(unseal(b64decode(sealed)), type=_Held)
    except KeyMissingError:
        return None
