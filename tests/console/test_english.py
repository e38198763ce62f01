"""Whoever reads English reads a case in English; what stays Chinese is named here, and why."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import msgspec
import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone, translation

from cast import Cast
from console.conftest import Enter
from jiesu.cases.alarms import act_on_due
from jiesu.cases.book import shelf
from jiesu.cases.intake.receive import receive
from jiesu.cases.models import Case, Entry, Message
from jiesu.cases.moves import make_move
from jiesu.console.naming import names_in
from jiesu.console.telling import tell
from jiesu.kit.masks import mask_text
from jiesu.people.actor import SYSTEM
from jiesu.people.models import Organisation, Staff
from outages import cut_off
from portal.conftest import text_of
from tale import SLOW, Tale

CHINESE = re.compile(r"[\u4e00-\u9fff]+")
SAID_IN_CHINESE = re.compile(r'<(\w+)[^>]*lang="zh-CN"[^>]*>.*?</\1>', re.DOTALL)
SAID = re.compile(r'<span lang="zh-CN">()(.*?)</span>')
WRITTEN = "网速慢"
"""What people write in this tale: every text of theirs holds it and nothing else in Chinese."""

WRITING = {
    "description": WRITTEN * 5,
    "desired_outcome": WRITTEN,
    "name": WRITTEN,
    "address": WRITTEN * 3,
}

STAYS: dict[str, Callable[[Case], list[str]]] = {
    "the operator is called as it is called": lambda _case: [settings.OPERATOR_NAME],
    "names of people are theirs": lambda _case: list(Staff.objects.values_list("name", flat=True)),
    "names of units are the operator's": lambda _case: list(
        Organisation.objects.values_list("name", flat=True)
    ),
    "letters are quoted as they were sent": lambda case: [
        text
        for letter in Message.objects.filter(case=case)
        for text in (letter.body, letter.body[:60].splitlines()[0], letter.subject)
    ],
    "what people wrote is told as they wrote it": lambda case: [
        WRITTEN,
        f"{WRITTEN[:2]}…",
        *case.masked.values(),
    ],
    "the reader of Chinese finds the way back": lambda _case: ["中文"],
}
"""What stays Chinese beside what is marked so (clauses of the law), and why."""


@pytest.fixture(autouse=True)
def _one_s_own_language() -> Iterator[None]:
    yield
    translation.deactivate()


@pytest.fixture
def tale(cast: Cast) -> Tale:
    """A transfer that was asked about, pressed, dispatched, extended, breached, and called up."""
    told = msgspec.structs.replace(SLOW, **WRITING)
    morning = timezone.now().replace(hour=2, minute=0)  # at ten in Shanghai no time is nearly over
    tale = Tale(cast, told, now=morning - timedelta(days=30))
    tale.say(tale.owner, "accept", 0.5)
    tale.say(tale.customer, "expedite")
    tale.say(cast.dispatcher, "dispatch", speed_test="60M")
    tale.say(tale.owner, "escalate", level="L1", because=WRITTEN)
    tale.say(SYSTEM, "escalate", 1)
    tale.now = timezone.now()
    act_on_due(tale.now)
    return tale


def reader(enter: Enter, tale: Tale) -> Client:
    client = enter(tale.owner)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def left(html: str, case: Case) -> list[str]:
    """The Chinese on a page that nobody gave a reason for."""
    page = SAID_IN_CHINESE.sub("", html)
    stays = [text for texts in STAYS.values() for text in texts(case)]
    for text in sorted(stays, key=len, reverse=True):
        page = page.replace(text, "")
    return [
        page[max(0, found.start() - 150) : found.end() + 80] for found in CHINESE.finditer(page)
    ]


@pytest.mark.parametrize(
    "below",
    ["/?all=1", "/clocks", "/add_evidence/", "/volume/", "/extend/", "/escalate/", "/pause/"],
)
def test_the_pages_of_a_case_speak_english(enter: Enter, tale: Tale, below: str) -> None:
    answer = reader(enter, tale).get(f"/console/cases/{tale.case.number}{below}")
    assert answer.status_code == 200
    assert left(text_of(answer), tale.case) == []


@pytest.mark.parametrize("joined", [False, True])
def test_an_outage_is_told_in_english(enter: Enter, tale: Tale, *, joined: bool) -> None:
    outage = cut_off(tale.cast, timezone.now(), cause=WRITTEN, places=[WRITTEN])
    verb = "join_outage"
    if joined:
        make_move(tale.owner, tale.case.number, verb, {"outage": outage}, now=timezone.now())
        verb = "leave_outage"
    base, client = f"/console/cases/{tale.case.number}", reader(enter, tale)
    page, form = (text_of(client.get(base + below)) for below in ("/?all=1", f"/{verb}/"))
    assert left(page, tale.case) == []
    assert left(form, tale.case) == []
    assert (f"Outage {outage}" in page) == joined


def test_what_is_known_to_be_broken_is_told_in_english_while_one_types(
    enter: Enter, tale: Tale
) -> None:
    cut_off(tale.cast, timezone.now(), cause=WRITTEN, places=[WRITTEN])
    client = enter(tale.cast.agent)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    typed = {"channel": "hotline", "address": WRITTEN * 3}
    html = text_of(client.post("/console/new/hints", typed))
    assert f"Internet access in your area is affected by {WRITTEN}" in SAID.sub(r"\2", html)
    assert left(html, tale.case) == []


@pytest.mark.parametrize(
    ("verb", "typed", "told"),
    [
        ("extend", {"clock": "ANSWER", "new_due_at": "2020-01-06T18:00"}, "cannot be extended: "),
        ("classify", {"category": "N-99"}, "There is no category N-99; nothing was changed"),
        ("merge", {"into": "TS1"}, "does not allow “Merge”. Nothing was changed: load the page"),
        ("resume", {"because": "agreed"}, "The clocks are not paused; nothing was changed."),
    ],
)
def test_a_form_is_refused_in_english(
    enter: Enter, tale: Tale, verb: str, typed: dict[str, str], told: str
) -> None:
    """What was refused stands in the page as a sentence of it, not as Chinese within English."""
    words = {"reason": WRITTEN, "special_reason": WRITTEN, "done": WRITTEN, "plan": WRITTEN}
    there = f"/console/cases/{tale.case.number}/{verb}/"
    answer = reader(enter, tale).post(there, {**words, **typed})
    page = text_of(answer)
    assert answer.status_code in {403, 409, 422}, page
    assert told in page
    assert left(page, tale.case) == []


def test_taking_a_contact_speaks_english(enter: Enter, tale: Tale) -> None:
    """The suggested category, the likeness to an earlier complaint, and what was promised."""
    client = enter(tale.cast.agent)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    told = {"channel": "hotline", "look": "1", "phone": SLOW.phone, "account": SLOW.account}
    page = text_of(client.post("/console/new", {**told, "description": WRITTEN * 5}))
    assert "is suggested" in page
    assert f"complaint {tale.case.number} is still open" in page
    assert left(page, tale.case) == []
    again = receive(tale.cast.agent, msgspec.structs.replace(SLOW, **WRITING), now=timezone.now())
    page = text_of(client.get(f"/console/new/{again.number}/done"))
    assert f"complaint {tale.case.number} is still open" in page
    assert left(page, again) == []


def test_the_reasons_of_a_case_are_told_in_english(enter: Enter, tale: Tale) -> None:
    page = text_of(reader(enter, tale).get(f"/console/cases/{tale.case.number}/?all=1"))
    assert "answers for this district and is on duty" in page
    assert "the area crew checks, with the test result in hand" in page
    assert "no answer within 15 minutes by the team leader" in page
    assert "service got worse: it is slow; the user has asked to hurry" in page
    assert "It begins with: the complaint was received" in page


def test_what_the_ledger_kept_as_a_sentence_of_old_is_told_as_it_stands(tale: Tale) -> None:
    """Entries are never edited: those without numbers are known, the others stay as they were."""
    entry = Entry.objects.get(case=tale.case, verb="register")
    old = {**entry.facts, "because": ["负责本辖区，当班在岗", "在手3件最少"]}
    entry.facts = old
    told = tell(entry, names_in([entry]), cover=mask_text)
    with translation.override("en"):
        facts = dict(tell(entry, names_in([entry]), cover=mask_text).facts)
    assert facts["Reason"] == "answers for this district and is on duty; 在手3件最少"
    assert dict(told.facts)["原因"] == "负责本辖区，当班在岗；在手3件最少"


def test_one_is_told_from_several_where_chinese_has_one_word(enter: Enter, tale: Tale) -> None:
    client = reader(enter, tale)
    order = tale.proceeding("order").number
    case = text_of(client.get(f"/console/cases/{tale.case.number}/"))
    assert f"Work order {order}" in case
    assert ">Appeals</a>" in case
    assert "<h1>Appeals</h1>" in text_of(client.get("/console/appeals"))


@pytest.mark.parametrize("code", sorted(shelf().packs))
def test_every_rule_book_is_told_in_english(enter: Enter, tale: Tale, code: str) -> None:
    """But for its clauses: each parameter of our own packs has its English, each period too."""
    page = text_of(reader(enter, tale).get(f"/console/packs/{code}"))
    assert left(page, tale.case) == []
