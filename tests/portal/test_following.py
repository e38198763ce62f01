"""§12.1, §12.2: number, last digits of the phone, a one-time code; strangers learn nothing."""

from datetime import timedelta

import msgspec
import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from cast import Cast
from jiesu.cases.intake.contact import Intake
from jiesu.cases.intake.receive import receive
from jiesu.cases.models import Case, Entry, Message
from jiesu.people.models import Staff
from jiesu.portal.forgetting import forget
from jiesu.portal.models import OneTimeCode, Visit
from jiesu.portal.terms import terms
from jiesu.rules.numbers import read_number
from portal.conftest import Follow, ask, code_of, text_of


def test_the_right_code_opens_the_case_and_is_noted_once(case: Case, follow: Follow) -> None:
    mine = follow(case)
    assert mine.get(f"/my/{case.number}/").status_code == 200
    follow(case)
    told = Entry.objects.filter(case=case, verb="identify")
    assert [(one.by_kind, one.facts["level"]) for one in told] == [("system", "L1")]
    assert Case.objects.get(pk=case.pk).identity_level == "L1"


def test_the_link_of_a_message_leads_to_the_form_with_the_number(
    client: Client, case: Case
) -> None:
    answer = client.get(f"/c/{case.number}", follow=True)
    assert f'value="{case.number}"' in text_of(answer)


def test_a_number_may_be_typed_as_people_type(client: Client, case: Case) -> None:
    spaced = " ".join((case.number[:2].lower(), case.number[2:8], case.number[8:]))
    assert ask(client, spaced).headers["Location"] == "/follow/code/"
    wrong = case.number[:-2] + f"{(int(case.number[-2:]) + 1) % 98:02}"
    page = ask(client, wrong)
    assert page.status_code == 422
    assert "校验位" in text_of(page)


def test_a_form_sent_empty_says_so_by_each_field_in_the_reader_s_language(
    client: Client, case: Case
) -> None:
    for number, said in (
        ("", "This must be filled in."),
        (case.number[:4], "There is no such number."),
    ):
        told = {"number": number, "contact": ""}
        page = client.post("/follow/", told, headers={"accept-language": "en"})
        assert page.status_code == 422
        assert said in page.content.decode()
        assert "应以" not in page.content.decode()


def test_unknown_numbers_and_wrong_digits_are_answered_alike(client: Client, case: Case) -> None:
    other = Case.objects.get(pk=case.pk).number
    pages = []
    for contact in ("5678", "0000", "nobody@example.cn"):
        visitor = Client()
        answer = ask(visitor, other, contact)
        pages.append((answer.status_code, answer.headers["Location"]))
        page = visitor.post("/follow/code/", {"code": "x"})
        pages.append((page.status_code, "还可以再试 4 次" in text_of(page)))
    assert len(set(pages[0::2])) == 1
    assert set(pages[1::2]) == {(422, True)}
    assert Message.objects.filter(template="N07").count() == 1
    assert client.get(f"/my/{case.number}/").status_code == 302


def test_five_wrong_codes_are_the_end_of_it(client: Client, case: Case) -> None:
    ask(client, case.number)
    right = code_of(case)
    wrong = "000000" if right != "000000" else "111111"
    for left in (4, 3, 2, 1):
        assert f"再试 {left} 次" in text_of(client.post("/follow/code/", {"code": wrong}))
    assert "已作废" in text_of(client.post("/follow/code/", {"code": wrong}))
    assert "已作废" in text_of(client.post("/follow/code/", {"code": right}))
    assert client.get(f"/my/{case.number}/").status_code == 302


def test_a_code_expires_and_is_taken_out_of_its_message(client: Client, case: Case) -> None:
    ask(client, case.number)
    right = code_of(case)
    OneTimeCode.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert "已过期" in text_of(client.post("/follow/code/", {"code": right}))
    assert forget(timezone.now()) == 1
    message = Message.objects.get(case=case, template="N07")
    assert right not in message.body
    assert message.send_at is None


def test_a_code_works_once_and_only_the_latest(client: Client, case: Case) -> None:
    ask(client, case.number)
    first = code_of(case)
    ask(client, case.number)
    second = code_of(case)
    if first != second:
        assert "不正确" in text_of(client.post("/follow/code/", {"code": first}))
    assert client.post("/follow/code/", {"code": second}).status_code == 302
    assert second not in Message.objects.get(case=case, template="N07").body
    assert "已用过" in text_of(client.post("/follow/code/", {"code": second}))


def test_the_code_is_kept_nowhere_in_clear(client: Client, case: Case) -> None:
    ask(client, case.number)
    row = OneTimeCode.objects.get()
    assert code_of(case).encode() not in bytes(row.digest)
    secret = Visit.objects.get().secret
    assert secret is not None
    assert code_of(case).encode() not in bytes(secret)
    assert code_of(case) not in text_of(client.get("/follow/code/"))


def test_too_many_codes_for_one_number_are_refused_whether_it_exists_or_not(
    client: Client, case: Case
) -> None:
    unknown = _number_like(case.number)
    for number, contact in ((case.number, "5678"), (unknown, "0000")):
        for _ in range(terms().code.hourly_a_number):
            assert ask(Client(), number, contact).status_code == 302
        assert ask(client, number, contact).status_code == 429


def _number_like(number: str) -> str:
    """A well-formed number that nobody was given."""
    return str(msgspec.structs.replace(read_number(number), sequence=987_654))


def test_too_many_codes_from_one_address_are_refused(
    client: Client, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed = msgspec.structs.replace(
        terms(), code=msgspec.structs.replace(terms().code, hourly_an_address=2)
    )
    monkeypatch.setattr("jiesu.portal.codes.terms", lambda: changed)
    assert ask(client, case.number).status_code == 302
    assert ask(Client(), case.number, "0000").status_code == 302
    assert ask(Client(), _number_like(case.number)).status_code == 429
    assert Client(REMOTE_ADDR="10.1.1.1").post("/follow/", {}).status_code == 422
    away = Client(REMOTE_ADDR="10.1.1.1")
    assert ask(away, case.number).status_code == 302


def test_another_s_case_does_not_exist(cast: Cast, case: Case, follow: Follow) -> None:
    other = receive(
        cast.agent,
        Intake(channel="web", description="账单多收了三十元,请退", phone="13900001111"),
        now=timezone.now(),
    )
    mine = follow(case)
    for path in ("", "data/", "supplement/", "letters/1/N01/"):
        assert mine.get(f"/my/{other.number}/{path}").status_code == 404
    assert mine.post(f"/my/{other.number}/supplement/", {"text": "x"}).status_code == 404
    assert Entry.objects.filter(case=other, verb="supplement").count() == 0


def test_staff_sessions_open_no_customer_page_and_customers_no_staff_page(
    cast: Cast, case: Case, follow: Follow
) -> None:
    staff = Client()
    staff.force_login(Staff.objects.get(work_no=cast.owner.work_no))
    assert staff.get(f"/my/{case.number}/").headers["Location"].startswith("/follow/")
    mine = follow(case)
    assert mine.get("/console/").status_code == 302
    assert "/account/login/" in mine.get("/console/").headers["Location"]
    assert mine.get(f"/console/cases/{case.number}/").status_code == 302


def test_half_an_hour_unused_ends_it(case: Case, follow: Follow) -> None:
    mine = follow(case)
    Visit.objects.update(seen_at=timezone.now() - timedelta(minutes=31))
    assert mine.get(f"/my/{case.number}/").status_code == 302
    assert Visit.objects.get().case_id is None


def test_the_cookie_changes_with_the_proof_and_dies_on_leaving(case: Case) -> None:
    client = Client()
    ask(client, case.number)
    before = client.cookies["jiesu_visit"].value
    client.post("/follow/code/", {"code": code_of(case)})
    cookie = client.cookies["jiesu_visit"]
    assert cookie.value != before
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    client.post("/leave/")
    assert Visit.objects.count() == 0
    assert client.get(f"/my/{case.number}/").status_code == 302


def test_who_left_only_an_address_gets_the_code_there(cast: Cast) -> None:
    told = Intake(channel="email", description="账单多收了三十元,请退", email="Sun@example.cn")
    case = receive(cast.agent, told, now=timezone.now())
    client = Client()
    ask(client, case.number, "sun@example.cn")
    assert Message.objects.get(case=case, template="N07").carrier == "email"
    assert client.post("/follow/code/", {"code": code_of(case)}).status_code == 302
    assert client.get(f"/my/{case.number}/").status_code == 200


def test_in_a_demonstration_the_page_shows_the_code(
    client: Client, case: Case, settings: Settings
) -> None:
    settings.DEMO = True
    ask(client, case.number)
    assert code_of(case) in text_of(client.get("/follow/code/"))
    ask(client, case.number, "0000")
    assert "没有验证码" in text_of(client.get("/follow/code/"))


def test_visits_and_drafts_are_forgotten_after_a_day(client: Client, case: Case) -> None:
    client.post("/complain/what/", {"description": "一" * 20, "desired_outcome": "修好"})
    ask(client, case.number)
    later = timezone.now() + timedelta(hours=25)
    forget(later)
    assert Visit.objects.count() == 0
    assert OneTimeCode.objects.count() == 0
