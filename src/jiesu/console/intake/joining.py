"""What is said now belongs to a case that is open: it is added there by the case's own verb."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from jiesu.cases.models import Case, Entry
from jiesu.cases.moves import make_move
from jiesu.cases.refusals import Unfit, unfit
from jiesu.people.actor import Actor


def join(
    actor: Actor, number: str, read: Mapping[str, Any], *, now: datetime, key: str = ""
) -> Entry:
    """Supplement the case ``number`` with what the caller said (§15.2), and join it to its outage.

    Raises:
        Refusal: nothing was written; Unfit on the description if nothing was said yet.
    """
    with transaction.atomic():
        entry = _supplement(actor, number, read, now=now, key=key)
        outage = str(read.get("outage", ""))
        if outage and Case.objects.get(pk=entry.case_id).outage != outage:
            make_move(actor, number, "join_outage", {"outage": outage}, now=now)
    return entry


def _supplement(
    actor: Actor, number: str, read: Mapping[str, Any], *, now: datetime, key: str
) -> Entry:
    text = str(read.get("description", "")).strip()
    if not text:
        raise _nothing_said()
    wish = str(read.get("desired_outcome", "")).strip()
    told = f"{text}\n诉求：{wish}" if wish else text
    return make_move(actor, number, "supplement", {"text": told}, now=now, key=key)


def _nothing_said() -> Unfit:
    return unfit("description", _("还没有写下用户这次说的话，未并入。请先填写投诉内容。"))
