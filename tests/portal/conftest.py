"""A customer with a phone: complains, gets a code, follows."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation

from cast import Cast
from jiesu.cases.intake.contact import Intake
from jiesu.cases.intake.receive import receive
from jiesu.cases.models import Case, Message

WHAT = {"description": "晚上八点以后网页打不开,测速只有六十兆,已经一周了。"}
WHEN = {"occurred_place": "家里的卧室"}
WISH = {"wishes": ["repair"], "desired_outcome": "退这一周的费用"}
NAME = {"name": "孙女士"}
REACH = {"phone": "138 0000 5678", "preferred_channel": "sms"}
PLACE = {"region": "440100"}
ANSWERS: dict[str, dict[str, Any]] = {
    "what": WHAT,
    "when": WHEN,
    "wish": WISH,
    "name": NAME,
    "reach": REACH,
    "place": PLACE,
}
LAST = "5678"
Follow = Callable[[Case], Client]
Page = Any
"""What Django's test client answers; its own type names a private class."""


@pytest.fixture(autouse=True)
def _one_s_own_language() -> Iterator[None]:
    """A reader of English leaves no English behind for the next test."""
    yield
    translation.deactivate()


@pytest.fixture
def now() -> datetime:
    return timezone.now() - timedelta(minutes=3)


@pytest.fixture
def case(cast: Cast, now: datetime) -> Case:
    told = Intake(
        channel="web",
        description=WHAT["description"],
        desired_outcome="修好网速,退这一周的费用",
        name="孙女士",
        phone="13800005678",
        region="440100",
    )
    return receive(cast.agent, told, now=now)


@pytest.fixture
def follow() -> Follow:
    """Let a browser prove that ``case`` is its own."""

    def followed(case: Case) -> Client:
        client = Client()
        ask(client, case.number)
        assert client.post("/follow/code/", {"code": code_of(case)}).status_code == 302
        return client

    return followed


def ask(client: Client, number: str, contact: str = LAST) -> Page:
    return client.post("/follow/", {"number": number, "contact": contact})


def code_of(case: Case) -> str:
    """The code as the customer reads it on the phone."""
    message = Message.objects.filter(case=case, template="N07").order_by("-id")[0]
    found = re.search(r"验证码(\d{6})", message.body)
    assert found
    return found[1]


def answer(client: Client, symptom: str = "slow", **answers: dict[str, Any]) -> None:
    """Answer every question; ``answers`` go before those of everybody."""
    assert client.post("/complain/", {"symptom": symptom}).status_code == 302
    for name, told in {**ANSWERS, **answers}.items():
        said = client.post(f"/complain/{name}/", told)
        assert said.status_code == 302, text_of(said)


def complain(client: Client, symptom: str = "slow", **answers: dict[str, Any]) -> Page:
    """Answer every question and send; returns the answer to sending."""
    answer(client, symptom, **answers)
    return client.post("/complain/review/", {"key": key_on(client.get("/complain/review/"))})


def key_on(page: Page) -> str:
    found = re.search(r'name="key" value="([^"]+)"', page.content.decode())
    assert found, page.content.decode()[:2000]
    return found[1]


def text_of(page: Page) -> str:
    html: str = page.content.decode()
    return html
