"""Evidence is registered with the entry that adds it, and every look at it is logged (§12.4)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from jiesu.cases.actions.add_evidence import EvidenceAdded
from jiesu.cases.entries import secret_of, typed
from jiesu.cases.models import Case, Entry, Evidence, EvidenceView, Part
from jiesu.cases.permit import parts_of
from jiesu.cases.refusals import NotAllowed, UnknownCase, WrongState, unfit
from jiesu.cases.vault import path_of
from jiesu.kit.sealed import seal_json
from jiesu.people.access import may
from jiesu.people.actor import Actor
from jiesu.people.permissions import book
from jiesu.people.reveals import count_reveal
from jiesu.people.unmasking import unmasking

Copy = Literal["original", "redacted"]
OPEN_FOR = timedelta(days=1)
"""How long an approved export stays open."""
LOOKING = timedelta(minutes=10)
"""How long one look at a piece lasts."""
_SHOWN = ("image/jpeg", "image/png", "image/webp", "audio/", "video/", "application/pdf")
"""What a browser may show within a page of ours; anything else it saves."""
_OWN_PERMISSION = {"call_recording": "listen", "id_copy": "see_id_number"}
"""Kinds that need more than seeing the case (§17)."""
_CHUNK = 1 << 18


@dataclass(frozen=True, slots=True)
class Piece:
    """A file to be served: where it lies and under which headers."""

    path: Path
    headers: dict[str, str]

    def chunks(self) -> Iterator[bytes]:
        """The content, bit by bit."""
        with self.path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                yield chunk


def register(added: EvidenceAdded) -> None:
    """Write the row of a piece of evidence, in the transaction of its entry."""
    upload = added.upload
    Evidence.objects.create(
        case_id=added.case_id,
        seq=added.seq,
        kind=upload.kind,
        source=added.source,
        sha256=upload.sha256,
        size=upload.size,
        content_type=upload.content_type,
        redacted=upload.redacted,
        retention=upload.retention,
        captured_at=added.captured_at,
        received_at=added.received_at,
    )


@transaction.atomic
def view(  # noqa: PLR0913 - who looks at which copy of what, when and why
    actor: Actor, number: str, seq: int, *, copy: Copy, now: datetime, reason: str = ""
) -> Piece:
    """Log the look and return the piece.

    The redacted copy is for whoever sees the case. The original needs the right to unmask, and
    where that asks for a reason, ``reason`` (a code of §17).

    Raises:
        UnknownCase: no such case or piece for this actor. NotAllowed, Unfit: not this copy.
    """
    case, evidence = _found(actor, number, seq)
    if copy == "redacted" and not evidence.redacted:
        raise NotAllowed(_("这份证据没有脱敏副本，未打开。需要时请申请查看原件。"))
    _check_kind(actor, case, evidence)
    if copy == "redacted":
        return _handed_out(actor, evidence, copy, now, act="view")
    _check_original(actor, case, reason, now)
    return _handed_out(actor, evidence, copy, now, act="view", reason=reason)


@transaction.atomic
def show(  # noqa: PLR0913 - the same as for a look
    actor: Actor, number: str, seq: int, *, copy: Copy, now: datetime, reason: str = ""
) -> Piece:
    """Hand the piece to a screen, to be shown within it.

    Within ten minutes it is the same look: a player that fetches bit by bit looks once.

    Raises:
        UnknownCase, NotAllowed, Unfit: as for ``view``.
    """
    case, evidence = _found(actor, number, seq)
    if looking(actor, evidence, copy, now):
        _check_kind(actor, case, evidence)
        piece = Piece(_lying(evidence, copy), {})
    else:
        piece = view(actor, number, seq, copy=copy, now=now, reason=reason)
    return Piece(piece.path, _shown_headers(evidence, copy))


def looking(actor: Actor, evidence: Evidence, copy: Copy, now: datetime) -> bool:
    """Whether a look by ``actor`` at this copy, logged with its reason, is still under way."""
    looks = evidence.views.filter(by_staff=actor.staff_id, copy=copy, act="view")
    return actor.staff_id is not None and looks.filter(at__gt=now - LOOKING).exists()


@transaction.atomic
def export(actor: Actor, number: str, seq: int, *, now: datetime) -> Piece:
    """Log that the original leaves the house and return it; approved before by a second person.

    Raises:
        UnknownCase, NotAllowed.
    """
    case, evidence = _found(actor, number, seq)
    approved = Entry.objects.filter(case=case, verb="export_evidence", at__gt=now - OPEN_FOR)
    for entry in approved.filter(facts__evidence__contains=[seq], facts__for=actor.staff_id):
        purpose = seal_json(typed(entry, "purpose"))
        return _handed_out(actor, evidence, "original", now, act="export", purpose=purpose)
    raise NotAllowed(_("导出这份证据尚未经批准或已超过一天，未导出。请先提交导出申请。"))


def pieces_of(actor: Actor, case: Case) -> list[Evidence]:
    """The evidence of ``case``, which ``actor`` sees, and what came with complaints merged into it.

    Its own come first, each in the order in which it was added.
    """
    merged = Q(case__in=_children_of(actor).filter(master=case).order_by().values("pk"))
    held = Evidence.objects.filter(Q(case=case) | merged).select_related("case")
    return sorted(held, key=lambda one: (one.case_id != case.pk, one.case_id, one.seq))


def piece_of(actor: Actor, number: str, seq: int) -> tuple[Case, Evidence]:
    """The piece ``seq`` of the case ``number``, and the case through which ``actor`` sees it.

    Whoever sees a complaint sees what came with those merged into it (§15.2).

    Raises:
        UnknownCase: no such case or piece for this actor.
    """
    case = Case.objects.visible_to(actor).filter(number=number).first()
    if case is None and (child := _children_of(actor).filter(number=number).first()):
        case = Case.objects.visible_to(actor).filter(pk__in=[child.master_id]).first()
    evidence = Evidence.objects.filter(case__number=number, seq=seq).select_related("case").first()
    if case is None or evidence is None:
        raise UnknownCase(
            _("没有找到 %(number)s 的第 %(seq)s 号证据，请核对编号。")
            % {"number": number, "seq": seq}
        )
    return case, evidence


def _children_of(actor: Actor) -> QuerySet[Case]:
    """Merged complaints, for staff and without those that ``actor`` is complained about in."""
    if actor.kind == "customer":
        return Case.objects.none()
    accused = Part.objects.filter(staff=actor.staff_id, part="accused", until=None)
    return Case.objects.filter(state="MERGED").exclude(pk__in=accused.values("case"))


def _found(actor: Actor, number: str, seq: int) -> tuple[Case, Evidence]:
    case, evidence = piece_of(actor, number, seq)
    if evidence.erased_at:
        raise UnknownCase(
            _("%(number)s 的第 %(seq)s 号证据已到保存期限并删除，台账中仍有其记录。")
            % {"number": number, "seq": seq}
        )
    return case, evidence


def _check_kind(actor: Actor, case: Case, evidence: Evidence) -> None:
    verb = _OWN_PERMISSION.get(evidence.kind)
    if verb is None or actor.kind == "system":
        return
    verdict = may(actor, verb, unit_path=case.unit_path, parts=parts_of(actor, case))
    if not verdict.allowed:
        raise NotAllowed(verdict.why)


def _check_original(actor: Actor, case: Case, reason: str, now: datetime) -> None:
    if reason and reason not in {one.code for one in book().reveal.reasons}:
        raise unfit("reason", _("请从列表中选择查看原文的事由，未显示。"))
    if actor.kind == "system":
        return
    right = unmasking(actor, unit_path=case.unit_path, parts=parts_of(actor, case))
    if right.plain:
        return
    if not right.ask:
        raise NotAllowed(_("您只能查看脱敏副本，原件未打开。"))
    if not reason:
        raise unfit("reason", _("查看原件须选择事由，原件未打开。"))
    count_reveal(actor, case_no=case.number, reason=reason, at=now)


def _handed_out(  # noqa: PLR0913 - each is a column of the log
    actor: Actor,
    evidence: Evidence,
    copy: Copy,
    now: datetime,
    *,
    act: str,
    reason: str = "",
    purpose: bytes | None = None,
) -> Piece:
    if actor.through:
        raise NotAllowed(_("您正以他人视角查看，证据未打开。请先结束查看，再以本人身份打开。"))
    path = _lying(evidence, copy)
    EvidenceView.objects.create(
        evidence=evidence,
        at=now,
        by_kind=actor.kind,
        by_staff_id=actor.staff_id,
        act=act,
        copy=copy,
        reason=reason,
        purpose=purpose,
    )
    return Piece(path, _headers(evidence, copy))


def _lying(evidence: Evidence, copy: Copy) -> Path:
    """Where the copy lies.

    Raises:
        WrongState: it is lost, as after a restore without the files.
    """
    path = path_of(evidence.sha256 if copy == "original" else evidence.redacted)
    if not path.exists():
        raise WrongState(
            _("第 %(seq)s 号证据的文件不在存储中，未打开。请管理员从备份恢复后再试。")
            % {"seq": evidence.seq}
        )
    return path


def _headers(evidence: Evidence, copy: Copy) -> dict[str, str]:
    """A browser saves the file and runs nothing in it; a picture drawn anew may be shown."""
    shown = copy == "redacted" and evidence.content_type.startswith("image/")
    text = copy == "redacted" and not shown
    return {
        "Content-Type": "text/plain; charset=utf-8" if text else evidence.content_type,
        "Content-Disposition": f"{'inline' if shown else 'attachment'}; filename={_name(evidence)}",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "private, no-store",
    }


def _shown_headers(evidence: Evidence, copy: Copy) -> dict[str, str]:
    """Within a page nothing in the file may run, load or be framed by strangers.

    A browser's reader of PDF refuses to work inside ``sandbox``; it runs apart from our origin.
    """
    headers = _headers(evidence, copy)
    if evidence.content_type.startswith(_SHOWN):
        headers["Content-Disposition"] = f"inline; filename={_name(evidence)}"
    if evidence.content_type == "application/pdf":
        headers["X-Frame-Options"] = "SAMEORIGIN"
        headers["Content-Security-Policy"] = (
            "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; "
            "frame-ancestors 'self'"
        )
    return headers


def _name(evidence: Evidence) -> str:
    """A name without personal data: number of the entry, kind, and the ending it came with."""
    return f"{evidence.seq}-{evidence.kind}.{ending_of(evidence) or 'bin'}"


def ending_of(evidence: Evidence) -> str:
    """The ending of the name the file came with, in small letters: csv, pdf; empty if none."""
    entry = Entry.objects.get(case=evidence.case_id, seq=evidence.seq)
    ending = str((secret_of(entry) or {}).get("name", "")).rpartition(".")[2].lower()
    return ending if ending.isalnum() else ""
