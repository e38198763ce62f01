"""An empty installation gets its first administrator by a link that works once."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.utils import timezone

from jiesu.config.main import main
from jiesu.people.actors import load_actor
from jiesu.people.errors import RefusedError
from jiesu.people.first_admin import first_link, link_works, make_first_admin
from jiesu.people.models import AuditEntry, FirstLink, Staff

if TYPE_CHECKING:
    from people.conftest import Hire

TOLD = {
    "username": "guanliyuan",
    "name": "华星",
    "password": "Zhu-Que-Nan-Lu-7",
    "again": "Zhu-Que-Nan-Lu-7",
}


def path_of(link: str) -> str:
    return "/account/first/" + link.rstrip("/").rpartition("/")[2] + "/"


@pytest.mark.django_db
def test_the_link_makes_one_administrator_and_then_is_gone(client: Client) -> None:
    page = path_of(first_link(at=timezone.now()))
    assert "首任管理员" in client.get(page).content.decode()
    assert client.post(page, TOLD).headers["Location"] == "/account/login/"
    actor = load_actor(Staff.objects.get(username="guanliyuan").pk)
    assert actor is not None
    assert [held.role for held in actor.held] == ["R25"]
    assert client.get(page).status_code == 404
    assert client.post(page, TOLD | {"username": "zwei"}).status_code == 404
    assert [e.verb for e in AuditEntry.objects.order_by("id")] == ["first_link", "first_admin"]


@pytest.mark.django_db
def test_a_link_dies_after_a_day_and_by_the_next_link() -> None:
    now = timezone.now()
    first = first_link(at=now).rstrip("/").rpartition("/")[2]
    assert link_works(first, at=now + timedelta(hours=23))
    assert not link_works(first, at=now + timedelta(hours=25))
    first_link(at=now + timedelta(hours=1))
    assert not link_works(first, at=now + timedelta(hours=2))


@pytest.mark.django_db
def test_the_link_itself_is_kept_nowhere() -> None:
    token = first_link(at=timezone.now()).rstrip("/").rpartition("/")[2]
    assert token.encode() not in bytes(FirstLink.objects.get().digest)


@pytest.mark.django_db
def test_a_used_link_makes_nobody_even_without_the_page() -> None:
    now = timezone.now()
    token = first_link(at=now).rstrip("/").rpartition("/")[2]
    make_first_admin(token, username="a", name="甲", password="x", at=now)
    with pytest.raises(RefusedError, match="已使用"):
        make_first_admin(token, username="b", name="乙", password="x", at=now)


def test_there_is_no_link_once_an_administrator_is_there(hire: "Hire") -> None:
    hire("huaxing", "R25")
    with pytest.raises(RefusedError, match="已有系统管理员"):
        first_link(at=timezone.now())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"again": "another-one-77"}, "不一致"),
        ({"password": "12345", "again": "12345"}, "密码"),
        ({"username": ""}, "必填"),
    ],
)
def test_a_slip_is_said_and_nobody_is_made(
    client: Client, wrong: dict[str, str], said: str
) -> None:
    page = path_of(first_link(at=timezone.now()))
    assert said in client.post(page, TOLD | wrong).content.decode()
    assert not Staff.objects.exists()


@pytest.mark.django_db
def test_the_command_prints_the_link(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["first_admin"]) == 0
    assert "/account/first/" in capsys.readouterr().out


@pytest.mark.django_db
def test_a_password_that_is_too_short_is_told_in_the_language_of_the_page(client: Client) -> None:
    page = path_of(first_link(at=timezone.now()))
    short = TOLD | {"password": "Zhu-7", "again": "Zhu-7"}
    assert "请至少写 10 个字符" in client.post(page, short).content.decode()
    assert not Staff.objects.exists()
