"""Calls as the exchange tells of them: on whose desk they ring, what a case keeps of them (S2)."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Annotated, Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from msgspec import Meta

from jiesu.cases.moves import make_move
from jiesu.cases.refusals import NotAllowed, unfit
from jiesu.cases.verbs import Words
from jiesu.cases.words import MaybeLine, Moment
from jiesu.gateways.cti.models import Call
from jiesu.kit.masks import mask_phone
from jiesu.kit.phones import normal_phone
from jiesu.kit.sealed import blind, seal_json, unseal_json
from jiesu.people.access import may
from jiesu.people.actor import SYSTEM, Actor
from jiesu.people.models import Staff
from jiesu.rules.workdays.shanghai import said

KEPT_FOR = timedelta(days=1)
CallId = Annotated[str, Meta(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9._:@-]+$")]
Number = Annotated[str, Meta(min_length=3, max_length=20, pattern=r"^\+?[0-9][0-9 -]+$")]


class Ringing(Words):
    """A call that rings: who calls, and on whose desk (work number or extension)."""

    call_id: CallId
    caller: Number
    agent: Annotated[str, Meta(min_length=1, max_length=40)]
    at: Moment
    called: Annotated[str, Meta(max_length=20)] = ""


class Answered(Words):
    """The call was taken."""

    call_id: CallId
    at: Moment


class Ended(Words):
    """The call is over; ``recording`` is the exchange's reference to what was recorded."""

    call_id: CallId
    at: Moment
    recording: MaybeLine = ""


@transaction.atomic
def ring(actor: Actor, words: Ringing) -> Call:
    """Note that a call rings; the same call twice is noted once. What is a day old is forgotten.

    Raises:
        Unfit: nobody has this work number or extension. NotAllowed: not an exchange's token.
    """
    staff = _at_desk(words.agent)
    _check(actor, staff.organisation.path if staff else actor.unit_path)
    if staff is None:
        raise unfit(
            "agent",
            _("没有工号或分机为 %(agent)s 的在职人员，来电未登记。请核对坐席资料。")
            % {"agent": words.agent},
        )
    Call.objects.filter(rang_at__lt=words.at - KEPT_FOR).delete()
    call, _new = Call.objects.get_or_create(
        call_id=words.call_id,
        defaults={
            "work_no": staff.work_no,
            "called": words.called,
            "secret": seal_json({"caller": words.caller}),
            "phone_index": blind(normal_phone(words.caller)),
            "masked": mask_phone(words.caller),
            "rang_at": words.at,
        },
    )
    return call


@transaction.atomic
def answered(actor: Actor, words: Answered) -> Call:
    """Note when it was taken; the first telling counts."""
    call = _known(actor, words.call_id)
    call.answered_at = call.answered_at or words.at
    call.save()
    return call


@transaction.atomic
def ended(actor: Actor, words: Ended, *, now: datetime) -> Call:
    """Note when it was over, and put it on the case that was taken down meanwhile."""
    call = _known(actor, words.call_id)
    call.ended_at = call.ended_at or words.at
    call.recording = call.recording or words.recording
    call.save()
    _keep(call, now)
    return call


@transaction.atomic
def taken_down(call: Call, number: str, *, now: datetime) -> None:
    """Note which case the call led to; of several the first."""
    locked = Call.objects.select_for_update().get(pk=call.pk)
    locked.case_no = locked.case_no or number
    locked.save()
    _keep(locked, now)


def rings_for(actor: Actor, since: datetime) -> list[Call]:
    """Calls on this person's desk that still ring or are being talked, latest first."""
    mine = Call.objects.filter(work_no=actor.work_no, rang_at__gte=since, ended_at=None)
    return list(mine.filter(case_no="").order_by("-rang_at")[:3])


def call_of(actor: Actor, call_id: str) -> Call | None:
    """The call, if it rang on this person's desk."""
    return Call.objects.filter(call_id=call_id, work_no=actor.work_no).first() if call_id else None


def caller_of(call: Call) -> str:
    """The number in full: for filling in, never for showing (§18)."""
    return str(unseal_json(bytes(call.secret))["caller"])


def with_number(read: Mapping[str, Any], call: Call | None) -> dict[str, Any]:
    """What was typed, with the number that calls where no other was told."""
    number = caller_of(call) if call and not read.get("phone") else ""
    return {**read, "phone": number} if number else dict(read)


def _keep(call: Call, now: datetime) -> None:
    """Start, end and recording go into the ledger once both the case and the end are known."""
    if not (call.case_no and call.ended_at):
        return
    began = call.answered_at or call.rang_at
    told = f"来电 {call.call_id}:{said(began)} 至 {said(call.ended_at)}"
    text = f"{told}，录音 {call.recording}" if call.recording else f"{told}，没有录音"
    make_move(SYSTEM, call.case_no, "annotate", {"text": text}, now=now, key=f"call/{call.call_id}")


def _known(actor: Actor, call_id: str) -> Call:
    call = Call.objects.select_for_update().filter(call_id=call_id).first()
    staff = _at_desk(call.work_no) if call else None
    _check(actor, staff.organisation.path if staff else actor.unit_path)
    if call is None:
        raise unfit(
            "call_id",
            _("没有编号为 %(call_id)s 的来电，未改动。请先报送振铃。") % {"call_id": call_id},
        )
    return call


def _at_desk(agent: str) -> Staff | None:
    present = Staff.objects.filter(left_at=None).select_related("organisation")
    return present.filter(Q(work_no=agent) | Q(extension=agent)).order_by("pk").first()


def _check(actor: Actor, path: str) -> None:
    verdict = may(actor, "ring", unit_path=path)
    if not verdict.allowed:
        raise NotAllowed(verdict.why)
