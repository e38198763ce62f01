"""Without scripts too nothing that was typed is lost when the session ends meanwhile (§18)."""

import re
from urllib.parse import unquote

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client

from cast import Cast
from console.conftest import Enter
from jiesu.cases.models import Case, Entry
from jiesu.console.together.models import Draft
from jiesu.people.actor import Actor
from jiesu.people.models import Staff

PASSWORD = "Zhu-Que-Nan-Lu-7"
WORDS = "机房说明天到货，请打 13800005678"


def form_of(case: Case) -> str:
    return f"/console/cases/{case.number}/annotate/"


@pytest.fixture
def written(case: Case, owner: Actor, enter: Enter) -> dict[str, str]:
    """What a browser sends from the form that the owner has opened and filled in."""
    html = enter(owner).get(form_of(case)).content.decode()
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', html))
    return {**fields, "text": WORDS}


def ended() -> None:
    """Everybody's session is over."""
    Session.objects.all().delete()
    UserSession.objects.all().delete()


def log_in(browser: Client, actor: Actor, there: str) -> str:
    """Log in where one was led, and return the page to which that leads."""
    staff = Staff.objects.get(work_no=actor.work_no)
    staff.set_password(PASSWORD)
    staff.save()
    led_to = unquote(there.partition("next=")[2])
    told = {"login": staff.username, "password": PASSWORD, "next": led_to}
    answer = browser.post("/account/login/", told, follow=True)
    return answer.content.decode()


def test_what_was_sent_too_late_stands_in_the_form_after_logging_in(
    case: Case, owner: Actor, enter: Enter, written: dict[str, str]
) -> None:
    browser = enter(owner)
    ended()
    answer = browser.post(form_of(case), written)
    assert answer.status_code == 302
    html = log_in(browser, owner, answer.headers["Location"])
    assert WORDS in html
    assert "已恢复未提交的草稿" in html
    assert not Entry.objects.filter(case=case, verb="annotate").exists()
    sent = {**written, "key": "k"}
    browser.post(form_of(case), sent)
    assert Entry.objects.filter(case=case, verb="annotate").exists()
    assert not Draft.objects.exists(), "what was sent is no draft any more"


def test_a_session_that_was_unused_too_long_loses_nothing_either(
    case: Case, owner: Actor, enter: Enter, written: dict[str, str]
) -> None:
    browser = enter(owner)
    browser.get(form_of(case))
    session = browser.session
    session["seen"] = 0.0
    session.save()
    there = browser.post(form_of(case), written).headers["Location"]
    assert WORDS in log_in(browser, owner, there)


def test_what_is_sent_again_from_the_page_itself_comes_back_nowhere(
    case: Case, owner: Actor, enter: Enter, written: dict[str, str]
) -> None:
    """The writer logged in beside it, and the page that was left open is sent once more."""
    browser = enter(owner)
    ended()
    browser.post(form_of(case), written)
    log_in(browser, owner, "?next=/console/")
    browser.post(form_of(case), written)
    assert Entry.objects.filter(case=case, verb="annotate").exists()
    assert WORDS not in browser.get(form_of(case)).context["fields"][0].value
    assert not Draft.objects.exists()


def test_meanwhile_it_is_sealed(
    case: Case, owner: Actor, enter: Enter, written: dict[str, str]
) -> None:
    browser = enter(owner)
    ended()
    browser.post(form_of(case), written)
    kept = str(browser.session.items())
    assert "13800005678" not in kept
    assert "机房" not in kept


def test_a_colleague_at_the_same_machine_finds_nothing(
    cast: Cast, case: Case, owner: Actor, enter: Enter, written: dict[str, str]
) -> None:
    browser = enter(owner)
    ended()
    there = browser.post(form_of(case), written).headers["Location"]
    assert WORDS not in log_in(browser, cast.manager, there)
    assert not Draft.objects.exists()
    assert WORDS not in enter(owner).get(form_of(case)).content.decode()


@pytest.mark.parametrize("writer", ["", "1", "forged:1:x"])
def test_what_nobody_signed_for_is_not_held(
    case: Case, written: dict[str, str], writer: str
) -> None:
    ended()
    answer = Client().post(form_of(case), {**written, "writer": writer})
    assert answer.status_code == 302
    assert not Session.objects.exists()


def test_the_form_of_an_order_is_come_back_to_with_its_order(
    case: Case, owner: Actor, enter: Enter, written: dict[str, str]
) -> None:
    browser = enter(owner)
    ended()
    there = f"/console/cases/{case.number}/order_contact/"
    answer = browser.post(there, {**written, "on": "GD1"})
    assert "on%3DGD1" in answer.headers["Location"]


def test_what_was_taken_down_of_a_caller_stands_in_the_form_again(cast: Cast, enter: Enter) -> None:
    browser = enter(cast.agent)
    html = browser.get("/console/new").content.decode()
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', html))
    told = {**fields, "channel": "hotline", "description": WORDS, "phone": "13800005678"}
    ended()
    answer = browser.post("/console/new", {**told, "save": "1"})
    assert answer.status_code == 302
    assert not Case.objects.exists()
    html = log_in(browser, cast.agent, answer.headers["Location"])
    assert WORDS in html
    assert 'value="13800005678"' in html
    browser.post("/console/new", {**told, "name": "孙女士", "save": "1"})
    assert Case.objects.get().description == WORDS
    assert not Draft.objects.exists(), "what was sent is no draft any more"
