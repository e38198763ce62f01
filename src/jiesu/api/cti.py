"""What the telephone exchange tells: a call rings, is taken, is over."""

from datetime import datetime

import msgspec

from jiesu.api.asked import Answer, Task, told
from jiesu.api.bodies import read
from jiesu.cases.telephone import Answered, Ended, Ringing, answered, ended, ring
from jiesu.gateways.cti.models import Call

_RINGING, _ANSWERED = msgspec.json.Decoder(Ringing), msgspec.json.Decoder(Answered)
_ENDED = msgspec.json.Decoder(Ended)


class CallShape(msgspec.Struct):
    """A call as it is noted; the caller's number is not given back."""

    call_id: str
    agent: str
    rang_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    complaint: str


def post_ringing(task: Task) -> Answer:
    """POST cti/ringing: the same call_id is the same call."""
    return _told(ring(task.actor, read(task, _RINGING)))


def post_answered(task: Task) -> Answer:
    """POST cti/answered."""
    return _told(answered(task.actor, read(task, _ANSWERED)))


def post_ended(task: Task) -> Answer:
    """POST cti/ended."""
    return _told(ended(task.actor, read(task, _ENDED), now=task.now))


def _told(call: Call) -> Answer:
    shape = CallShape(
        call.call_id, call.work_no, call.rang_at, call.answered_at, call.ended_at, call.case_no
    )
    return told(200, shape)
