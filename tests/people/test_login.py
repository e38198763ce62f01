"""Getting in: password, second factor, locks, sessions. Nobody learns which names exist."""

import re
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.db import connection
from django.test import Client
from django.utils import timezone

from jiesu.people import administration
from jiesu.people.actors import load_actor
from jiesu.people.models import AccountLock, AuditEntry, Staff
from jiesu.people.permissions import book

if TYPE_CHECKING:
    from pytest_django import Settings

    from people.conftest import Hire

PASSWORD = "Zhu-Que-Nan-Lu-7"
SAFE = "/account/password/change/"
"""A page that only asks that somebody has logged in."""


@pytest.fixture(autouse=True)
def second_factor(settings: "Settings") -> None:
    settings.SECOND_FACTOR = True


def log_in(client: Client, username: str, password: str = PASSWORD) -> str:
    """Where the login leads, or what it says."""
    answer = client.post("/account/login/", {"login": username, "password": password})
    return answer.headers.get("Location") or answer.content.decode()


def code(secret: str, late: int = 0) -> str:
    """What the app shows, or showed ``late`` half minutes ago."""
    return str(format_hotp_value(hotp_value(secret, int(auth.time.time()) // 30 - late)))


def set_up(client: Client) -> str:
    """Set the second factor up as a person does; returns the secret in the app."""
    page = client.get("/account/2fa/totp/activate/", follow=True)
    if "再输入一次密码" in page.content.decode():
        client.post(page.redirect_chain[-1][0], {"password": PASSWORD})
        page = client.get("/account/2fa/totp/activate/")
    secret: str = page.context["form"].secret
    client.post("/account/2fa/totp/activate/", {"code": code(secret)})
    return secret


def verbs(about: Staff) -> list[str]:
    rows = AuditEntry.objects.filter(about=about).order_by("id")
    return [entry.verb for entry in rows]


def test_a_clerk_gets_in_with_the_password(client: Client, hire: "Hire") -> None:
    clerk = hire("ligong", "R03")
    assert log_in(client, "ligong") == "/console/"
    assert client.get(SAFE).status_code == 200
    assert verbs(clerk) == ["login"]


def test_the_pages_are_in_chinese_and_say_no_script_inline(client: Client, db: None) -> None:  # noqa: ARG001
    page = client.get("/account/login/")
    assert "用户名" in page.content.decode()
    assert "default-src 'self'" in page.headers["Content-Security-Policy"]
    assert "账号由管理员开立" in client.get("/account/signup/").content.decode()


def test_leaving_is_written_down(client: Client, hire: "Hire") -> None:
    clerk = hire("ligong", "R03")
    log_in(client, "ligong")
    client.post("/account/logout/")
    assert client.get(SAFE).status_code == 302
    assert verbs(clerk) == ["login", "logout"]


def test_a_wrong_password_and_an_unknown_name_sound_alike(client: Client, hire: "Hire") -> None:
    clerk = hire("ligong", "R03")
    wrong = log_in(client, "ligong", "not-this-one-1")
    unknown = log_in(client, "nemo", "not-this-one-1")
    assert "用户名或密码不正确" in wrong
    assert "用户名或密码不正确" in unknown
    assert verbs(clerk) == ["login_failed"]
    assert AuditEntry.objects.filter(verb="login_failed", about=None).count() == 1


def fail(client: Client, username: str, times: int) -> None:
    for _ in range(times):
        log_in(client, username, "not-this-one-1")


def test_too_many_wrong_passwords_lock_the_account(client: Client, hire: "Hire") -> None:
    clerk = hire("ligong", "R03")
    fail(client, "ligong", book().login.failures)
    assert "用户名或密码不正确" in log_in(client, "ligong")
    lock = AccountLock.objects.get(staff=clerk)
    assert lock.until - lock.locked_at == timedelta(minutes=book().login.lock_minutes)
    assert "lock" in verbs(clerk)


def test_one_failure_less_does_not_lock(client: Client, hire: "Hire") -> None:
    hire("ligong", "R03")
    fail(client, "ligong", book().login.failures - 1)
    assert log_in(client, "ligong") == "/console/"


def test_a_lock_ends_by_itself(client: Client, hire: "Hire") -> None:
    hire("ligong", "R03")
    fail(client, "ligong", book().login.failures)
    past = timezone.now() - timedelta(hours=1)
    AccountLock.objects.update(locked_at=past, until=past + timedelta(minutes=15))
    assert log_in(client, "ligong") == "/console/"


def test_the_administrator_lifts_a_lock(client: Client, hire: "Hire") -> None:
    clerk, admin = hire("ligong", "R03"), load_actor(hire("guanliyuan", "R25").pk)
    assert admin is not None
    fail(client, "ligong", book().login.failures)
    administration.unlock(admin, clerk, at=timezone.now())
    assert log_in(client, "ligong") == "/console/"
    assert AccountLock.objects.get().lifted_by_id == admin.staff_id


def test_who_left_does_not_get_in(client: Client, hire: "Hire") -> None:
    clerk = hire("ligong", "R03")
    Staff.objects.filter(pk=clerk.pk).update(left_at=timezone.now())
    log_in(client, "ligong")
    assert client.get(SAFE).status_code == 302


@pytest.mark.parametrize("role", sorted(book().privileged))
def test_the_privileged_set_up_a_second_factor_before_anything_else(
    client: Client, hire: "Hire", role: str
) -> None:
    hire("ligong", role)
    log_in(client, "ligong")
    for page in (SAFE, "/account/sessions/"):
        assert client.get(page).headers["Location"] == "/account/2fa/totp/activate/"
    set_up(client)
    assert client.get(SAFE).status_code == 200


def test_the_set_up_is_not_disturbed_by_what_its_own_page_fetches(
    client: Client, hire: "Hire"
) -> None:
    admin = hire("ligong", "R25")
    log_in(client, "ligong")
    page = client.get("/account/2fa/totp/activate/")
    sheet = re.search(r'href="(/ui/sheet-[^"]+)"', page.content.decode())
    assert sheet
    assert client.get(sheet[1]).headers["Content-Type"].startswith("text/css")
    client.post("/language", {"language": "en"})
    client.post("/account/2fa/totp/activate/", {"code": code(page.context["form"].secret)})
    assert Authenticator.objects.filter(user=admin).exists()


def test_the_second_factor_is_asked_at_the_next_login_and_a_code_works_once(
    client: Client, hire: "Hire"
) -> None:
    hire("jingli", "R21")
    log_in(client, "jingli")
    secret = set_up(client)
    stranger = Client()
    assert log_in(stranger, "jingli") == "/account/2fa/authenticate/"
    assert stranger.get(SAFE).status_code == 302
    stranger.post("/account/2fa/authenticate/", {"code": "000000"})
    assert stranger.get(SAFE).status_code == 302
    stranger.post("/account/2fa/authenticate/", {"code": (told := code(secret))})
    assert stranger.get(SAFE).status_code == 200
    eavesdropper = Client()
    log_in(eavesdropper, "jingli")
    eavesdropper.post("/account/2fa/authenticate/", {"code": told})
    assert eavesdropper.get(SAFE).status_code == 302


@pytest.mark.parametrize(("late", "opens"), [(1, 200), (2, 302)])
def test_a_code_typed_as_the_half_minute_turns_still_opens(
    client: Client, hire: "Hire", monkeypatch: pytest.MonkeyPatch, late: int, opens: int
) -> None:
    monkeypatch.setattr(auth, "time", SimpleNamespace(time=partial(float, time.time())))
    hire("jingli", "R21")
    log_in(client, "jingli")
    secret = set_up(client)
    stranger = Client()
    log_in(stranger, "jingli")
    stranger.post("/account/2fa/authenticate/", {"code": code(secret, late)})
    assert stranger.get(SAFE).status_code == opens


def test_a_used_code_is_remembered_for_as_long_as_it_is_valid(
    client: Client, hire: "Hire", monkeypatch: pytest.MonkeyPatch
) -> None:
    turn = time.time() // 30 * 30
    monkeypatch.setattr(auth, "time", SimpleNamespace(time=lambda: turn))
    hire("jingli", "R21")
    log_in(client, "jingli")
    secret = set_up(client)
    client.logout()
    log_in(client, "jingli")
    client.post("/account/2fa/authenticate/", {"code": code(secret)})
    assert client.get(SAFE).status_code == 200
    with connection.cursor() as rows:
        rows.execute("UPDATE people_cache SET expires = expires - interval '31 seconds'")
    eavesdropper = Client()
    log_in(eavesdropper, "jingli")
    eavesdropper.post("/account/2fa/authenticate/", {"code": code(secret)})
    assert eavesdropper.get(SAFE).status_code == 302


def test_a_recovery_code_opens_once(client: Client, hire: "Hire") -> None:
    manager = hire("jingli", "R21")
    log_in(client, "jingli")
    set_up(client)
    codes = Authenticator.objects.get(user=manager, type="recovery_codes").wrap()
    spare = codes.get_unused_codes()[0]
    for opens in (True, False):
        visitor = Client()
        log_in(visitor, "jingli")
        visitor.post("/account/2fa/authenticate/", {"code": spare})
        assert (visitor.get(SAFE).status_code == 200) == opens


def test_from_the_recovery_codes_one_goes_on_to_work(client: Client, hire: "Hire") -> None:
    hire("jingli", "R21")
    log_in(client, "jingli")
    set_up(client)
    page = client.get("/account/2fa/recovery-codes/").content.decode()
    assert re.search(r'href="/console/"[^>]*>\s*进入工作台', page)


def test_the_secret_lies_sealed_in_the_table(client: Client, hire: "Hire") -> None:
    hire("jingli", "R21")
    log_in(client, "jingli")
    secret = set_up(client)
    assert secret not in str(Authenticator.objects.get(type="totp").data)


def test_the_privileged_cannot_do_away_with_it(client: Client, hire: "Hire") -> None:
    hire("jingli", "R21")
    log_in(client, "jingli")
    set_up(client)
    client.post("/account/2fa/totp/deactivate/")
    assert Authenticator.objects.filter(type="totp").exists()


def test_a_lost_second_factor_is_reset_by_another(client: Client, hire: "Hire") -> None:
    manager, admin = hire("jingli", "R21"), load_actor(hire("guanliyuan", "R25").pk)
    assert admin is not None
    log_in(client, "jingli")
    set_up(client)
    administration.reset_second_factor(admin, manager, at=timezone.now())
    assert client.get(SAFE).headers["Location"].startswith("/account/login/")
    assert log_in(Client(), "jingli") == "/console/"


Shift = Callable[[Client, str, timedelta], None]


def shift(client: Client, stamp: str, by: timedelta) -> None:
    session = client.session
    session[stamp] -= by.total_seconds()
    session.save()


@pytest.mark.parametrize(
    ("stamp", "by", "stays"),
    [
        ("seen", timedelta(minutes=29), True),
        ("seen", timedelta(minutes=31), False),
        ("began", timedelta(hours=11), True),
        ("began", timedelta(hours=13), False),
    ],
)
def test_a_session_ends_when_unused_or_old(
    client: Client, hire: "Hire", stamp: str, by: timedelta, *, stays: bool
) -> None:
    clerk = hire("ligong", "R03")
    log_in(client, "ligong")
    shift(client, stamp, by)
    assert (client.get(SAFE).status_code == 200) == stays
    assert ("end_session" in verbs(clerk)) != stays


@pytest.mark.parametrize("asks", ["new/ringing", "together/check", "together/inbox/count"])
def test_a_page_that_asks_by_itself_keeps_no_session_alive(
    client: Client, hire: "Hire", asks: str
) -> None:
    hire("ligong", "R03")
    log_in(client, "ligong")
    for answered in ({200, 204}, {302}):
        shift(client, "seen", timedelta(minutes=16))
        assert client.get(f"/console/{asks}").status_code in answered


def test_the_oldest_of_too_many_sessions_ends(hire: "Hire") -> None:
    hire("ligong", "R03")
    clients = [Client() for _ in range(book().login.sessions + 1)]
    for one in clients:
        log_in(one, "ligong")
    assert [one.get(SAFE).status_code for one in clients] == [302, 200, 200, 200]


def test_a_person_sees_and_ends_the_own_sessions(client: Client, hire: "Hire") -> None:
    hire("ligong", "R03")
    other = Client()
    log_in(other, "ligong")
    log_in(client, "ligong")
    assert client.get("/account/sessions/").content.decode().count("<li>") == 2
    client.post("/account/sessions/")
    assert other.get(SAFE).status_code == 302
    assert client.get(SAFE).status_code == 200


@pytest.mark.parametrize("weak", ["short1", "1234567890123", "password123", "ligong2026"])
def test_a_weak_password_is_refused(client: Client, hire: "Hire", weak: str) -> None:
    clerk = hire("ligong", "R03")
    log_in(client, "ligong")
    client.post(SAFE, {"oldpassword": PASSWORD, "password1": weak, "password2": weak})
    clerk.refresh_from_db()
    assert clerk.check_password(PASSWORD)


def test_a_new_password_ends_the_other_sessions(client: Client, hire: "Hire") -> None:
    clerk, new, other = hire("ligong", "R03"), "Hai-Bin-Da-Dao-12", Client()
    log_in(other, "ligong")
    log_in(client, "ligong")
    client.post(SAFE, {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert other.get(SAFE).status_code == 302
    assert client.get(SAFE).status_code == 200
    assert "set_password" in verbs(clerk)


def test_a_demonstration_may_do_without_a_second_factor(
    client: Client, hire: "Hire", settings: "Settings"
) -> None:
    settings.SECOND_FACTOR = False
    hire("jingli", "R21")
    log_in(client, "jingli")
    assert client.get(SAFE).status_code == 200


@pytest.mark.parametrize(
    ("page", "says"),
    [
        ("/account/2fa/", "手机遗失请联系系统管理员"),
        ("/account/2fa/recovery-codes/", "每个恢复码只能使用一次"),
        ("/account/2fa/recovery-codes/generate/", "旧的恢复码随即作废"),
        ("/account/2fa/totp/deactivate/", "不能停用"),
        ("/account/sessions/", "结束其他会话"),
        ("/account/password/change/", "修改后，其他设备"),
        ("/account/logout/", "确定退出登录"),
    ],
)
def test_every_page_of_the_account_opens(
    client: Client, hire: "Hire", page: str, says: str
) -> None:
    hire("ligong", "R03")
    log_in(client, "ligong")
    set_up(client)
    assert says in client.get(page).content.decode()


def test_a_password_given_moments_ago_is_not_asked_for_again(client: Client, hire: "Hire") -> None:
    hire("jingli", "R21")
    log_in(client, "jingli")
    assert client.get("/account/2fa/totp/activate/").status_code == 200


def test_an_old_session_gives_the_password_again(client: Client, hire: "Hire") -> None:
    hire("jingli", "R21")
    log_in(client, "jingli")
    session = client.session
    session["began"] -= 301
    session.save()
    page = client.get("/account/2fa/totp/activate/")
    assert page["Location"].startswith("/account/reauthenticate/")
