"""The volume (卷宗) of a case: everything that is known of it, in order, as one paper (§12.3, S68).

It tells what the page tells, to the one who asks: masked, unless that person has just looked behind
the mask for a reason. The last part lists the hashes by which the ledger and the files prove it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jiesu.cases.covering import covering
from jiesu.cases.models import Case, Entry, Evidence, Message, Proceeding
from jiesu.cases.permit import parts_of
from jiesu.cases.titles import state_title
from jiesu.console.heading import badges, priority_told
from jiesu.console.machines import machine_title
from jiesu.console.naming import names_in
from jiesu.console.parties import identity_of, line_told, particulars, standing
from jiesu.console.promises import Promises, Told, told_promises
from jiesu.console.story import View, covered, letters_of, told_moments, view_of
from jiesu.console.telling import Moment
from jiesu.console.timeline import delivery, letter_to
from jiesu.console.tongue import category_title, code_title, evidence_title
from jiesu.people.actor import Actor
from jiesu.rules.workdays.shanghai import day_of
from jiesu.ui.joining import listed
from jiesu.ui.paper.document import Block, Document, Facts, Heading, Listing, Paragraph, Table


@dataclass(frozen=True, slots=True)
class Known:
    """All of a case that goes into its volume."""

    case: Case
    view: View
    entries: list[Entry]
    moments: list[Moment]
    letters: list[Message]
    promises: Promises
    proceedings: list[Proceeding]
    evidence: list[Evidence]


def volume_of(actor: Actor, case: Case, now: datetime, *, full: bool) -> Document:
    """Write the volume for ``actor``; ``full`` only shows what a fresh reveal has opened."""
    known = _known(actor, case, now, full=full)
    blocks = [
        *_summary(known, now),
        *_complaint(known),
        *_course(known),
        *_promises(known.promises),
        *_letters(known, now),
        *_beside(known),
        *_evidence(known),
        *_proof(known),
    ]
    return Document(
        title=_("投诉卷宗"),
        dated=day_of(now),
        blocks=blocks,
        number=case.number,
        issuer=settings.OPERATOR_NAME,
        language="en" if (get_language() or "").startswith("en") else "zh",
        contents=True,
    )


def _known(actor: Actor, case: Case, now: datetime, *, full: bool) -> Known:
    entries = list(case.entries.order_by("seq"))
    seen = view_of(actor, case, entries, parts_of(actor, case), now)
    view = seen if full else replace(seen, masked=True, open_fields={}, known=covering(case))
    return Known(
        case=case,
        view=view,
        entries=entries,
        moments=told_moments(entries, names_in(entries), view),
        letters=letters_of(case, view),
        promises=told_promises(case, entries),
        proceedings=list(case.proceedings.select_related("unit", "assignee").order_by("opened_at")),
        evidence=list(Evidence.objects.filter(case=case).order_by("seq")),
    )


def _summary(known: Known, now: datetime) -> Iterator[Block]:
    case = known.case
    owner = f"{case.owner.name} {case.owner.work_no}" if case.owner else "—"
    yield Heading(_("概况"))
    yield Facts(
        [
            (_("编号"), case.number),
            (_("状态"), state_title(case.state)),
            (_("分类"), category_title(case.category) if case.category else "—"),
            (_("来件"), f"{code_title('channels', case.channel)} {_at(case.received_at)}"),
            (_("专人"), owner),
            (_("单位"), case.organisation.name),
            (_("优先级"), f"{case.priority or '—'} {priority_told(case, known.entries, now)}"),
            (_("特别情况"), listed(text for text, _tone in badges(case, known.promises)[1:])),
            (_("办结"), _at(case.closed_at)),
            (_("制作"), _at(now)),
        ]
    )
    if known.view.masked:
        yield Paragraph(_("本卷为脱敏本：姓名、电话、账号、地址等已遮盖。"), "small")
    else:
        yield Paragraph(_("本卷含个人信息原文，仅限所述事由使用，用后妥善保管或销毁。"), "strong")


def _complaint(known: Known) -> Iterator[Block]:
    case, view = known.case, known.view
    identity = identity_of(case)
    yield Heading(_("投诉内容"))
    yield Paragraph(covered(case.description, view) or "—", "quoted")
    yield Facts([(_("用户诉求"), covered(case.desired_outcome, view) or "—")])
    yield Heading(_("用户"), 2)
    told = [*particulars(case, view.open_fields), *standing(case, known.entries), *line_told(case)]
    told.append((_("身份核验"), f"{identity.level} {identity.title}"))
    yield Facts([(name, str(value)) for name, value in told if value])


def _course(known: Known) -> Iterator[Block]:
    yield Heading(_("办理经过"))
    yield Table(
        [_("序号"), _("时间"), _("办理人"), _("事项")],
        [_row(moment) for moment in known.moments],
        (11, 20, 22, 58),
    )


def _row(moment: Moment) -> list[str]:
    who = "\n".join(part for part in (moment.who, moment.role) if part)
    told = [f"{moment.title}（{moment.clause}）", moment.sentence]
    if moment.proceeding:
        told.append(moment.proceeding)
    told += [f"{name}：{_plain(value)}" for name, value in moment.facts]
    told += [f"{name}：{text}" for name, text in moment.said]
    return [f"{moment.seq}", _at(moment.at), who, "\n".join(part for part in told if part)]


def _plain(value: object) -> str:
    return _at(value) if isinstance(value, datetime) else str(value)


def _promises(promises: Promises) -> Iterator[Block]:
    yield Heading(_("承诺与时限"))
    if not promises.every:
        yield Paragraph(promises.missing or "—")
        return
    yield Table(
        [_("承诺"), _("依据"), _("起算"), _("最迟"), _("结果")],
        [_promise(one) for one in promises.every],
        (18, 42, 20, 20, 20),
    )


def _promise(told: Told) -> list[str]:
    promise = told.promise
    if promise.stopped_at:
        late = promise.stopped_at > promise.due_at
        end = f"{_('超时完成') if late else _('已按时完成')}\n{_at(promise.stopped_at)}"
    else:
        end = _("计时暂停") if told.paused else _("进行中")
    basis = f"{told.layer}\n{promise.clause}"
    return [told.title, basis, _at(promise.started_at), _at(promise.due_at), end]


def _letters(known: Known, now: datetime) -> Iterator[Block]:
    yield Heading(_("书面材料与消息"))
    if not known.letters:
        yield Paragraph(_("没有发出消息。"))
    for letter in known.letters:
        yield Heading(f"{letter.template} {letter.subject}", 2)
        told = [(_("送达"), f"{letter_to(letter)} {delivery(letter, now)[0]}")]
        yield Facts([(_("发出"), _at(letter.written_at)), *told])
        yield Paragraph(letter.body, "quoted")


def _beside(known: Known) -> Iterator[Block]:
    if not known.proceedings:
        return
    yield Heading(_("工单与事项"))
    yield Table(
        [_("编号"), _("种类"), _("状态"), _("承办"), _("起止")],
        [
            [
                one.number,
                machine_title(one.machine),
                state_title(one.state, one.machine),
                " ".join(str(p.name) for p in (one.unit, one.assignee) if p),
                f"{_at(one.opened_at)}\n{_at(one.closed_at)}",
            ]
            for one in known.proceedings
        ],
        (34, 16, 20, 24, 24),
    )


def _evidence(known: Known) -> Iterator[Block]:
    yield Heading(_("证据目录"))
    if not known.evidence:
        yield Paragraph(_("没有证据。"))
        return
    yield Table(
        [_("序号"), _("种类"), _("收到"), _("字节"), _("校验值（SHA-256）")],
        [
            [
                f"{one.seq}",
                evidence_title(one.kind) + (_("（已到期删除）") if one.erased_at else ""),
                _at(one.received_at),
                f"{one.size}",
                one.sha256,
            ]
            for one in known.evidence
        ],
        (11, 18, 20, 13, 50),
    )


def _proof(known: Known) -> Iterator[Block]:
    case = known.case
    yield Heading(_("校验清单"))
    points = [
        _("共 %(n)d 条办理记录，逐条以哈希相连，改动任何一条，其后各条都不再相符。")
        % {"n": case.seq},
        _("末条哈希：%(hash)s") % {"hash": bytes(case.head).hex()},
    ]
    if archived := case.record.get("archive"):
        points.append(_("归档包校验值：%(hash)s") % {"hash": archived["sha256"]})
    yield Listing(points)
    yield Table(
        [_("序号"), _("哈希")],
        [[f"{entry.seq}", bytes(entry.hash).hex()] for entry in known.entries],
        (11, 92),
    )


def _at(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else "—"
