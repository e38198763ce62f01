"""S3, S4, S144-S149, S168: a customer complains on the web, in own words, once."""

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from cast import Cast
from jiesu.cases.entries import secret_of
from jiesu.cases.intake.contact import MOST_TEXT
from jiesu.cases.intake.desk import forget_desk
from jiesu.cases.models import Case, Entry, Message
from portal.conftest import (
    ANSWERS,
    WHAT,
    Follow,
    answer,
    complain,
    key_on,
    text_of,
)

if TYPE_CHECKING:
    from datetime import datetime


@pytest.mark.usefixtures("cast")
def test_a_complaint_is_told_a_question_a_screen_and_answered_with_a_number(client: Client) -> None:
    sent = complain(client)
    assert sent.headers["Location"] == "/complain/receipt/"
    case = Case.objects.get()
    assert (case.state, case.channel, case.region) == ("REGISTERED", "web", "440100")
    assert case.category.startswith("N-04")
    assert case.description == WHAT["description"]
    assert case.masked["phone"] == "138****5678"
    receipt = text_of(client.get("/complain/receipt/"))
    assert f"TS {case.number[2:8]} {case.number[8:12]}" in receipt
    assert "四四零幺零零" in receipt
    assert "把故障修好" in receipt
    assert "退这一周的费用" in receipt
    assert Message.objects.get(case=case).template == "N01"


@pytest.mark.usefixtures("cast")
def test_before_sending_the_customer_sees_what_happens_when(client: Client) -> None:
    answer(client)
    page = text_of(client.get("/complain/review/"))
    for words in ("发送带编号的回执", "告诉您是否受理", "给您答复", "修复网络故障", "孙女士"):
        assert words in page


@pytest.mark.usefixtures("cast")
def test_the_dates_foretold_are_the_dates_promised(client: Client) -> None:
    answer(client)
    review = client.get("/complain/review/")
    foretold = {one.clock: one.due_at.date() for one in review.context["expected"]}
    client.post("/complain/review/", {"key": key_on(review)})
    rows = Case.objects.get().promises.filter(binding=True)
    promised: dict[str, datetime] = {}
    for row in rows.order_by("-due_at"):
        promised[row.clock] = row.due_at
    for clock in ("ACCEPT", "ANSWER", "FAULT_REPAIR"):
        assert promised[clock].date() == foretold[clock]


@pytest.mark.usefixtures("cast")
def test_sent_twice_it_is_one_complaint(client: Client) -> None:
    answer(client)
    key = key_on(client.get("/complain/review/"))
    for _ in range(2):
        sent = client.post("/complain/review/", {"key": key})
        assert sent.headers["Location"] == "/complain/receipt/"
    assert Case.objects.count() == 1


@pytest.mark.usefixtures("cast")
def test_the_way_back_after_sending_leads_to_the_receipt_not_to_empty_questions(
    client: Client,
) -> None:
    complain(client)
    assert client.get("/complain/review/").headers["Location"] == "/complain/receipt/"
    client.post("/complain/", {"symptom": "slow"})
    assert client.get("/complain/review/").headers["Location"] == "/complain/what/"


WRONG = [
    ("what", {"description": "断网"}, "description", "请再多说几句"),
    ("wish", {"desired_outcome": ""}, "wishes", "请选一项"),
    ("name", {"name": ""}, "name", "这一项必须填写"),
    ("reach", {"phone": "12", "email": "sun@example.cn"}, "phone", "不像电话号码"),
    ("reach", {"phone": "1380000567", "email": "sun@example.cn"}, "phone", "这里有 10 位"),
    ("reach", {"phone": "138000056789"}, "phone", "这里有 12 位"),
    ("reach", {"phone": "13800005678", "email": "sun@"}, "email", "不像邮箱地址"),
    ("reach", {"email": "", "preferred_channel": "sms"}, "phone", "请留下电话或邮箱"),
    ("place", {"address": "幸福小区3号楼", "region": "4401"}, "region", "格式不对"),
    ("when", {"occurred_at": "昨天", "occurred_place": "卧室"}, "occurred_at", "年-月-日"),
    ("when", {"occurred_at": "2999-01-01T00:00"}, "occurred_at", "晚于现在"),
    ("when", {"occurred_at": "0001-01-01T00:00"}, "occurred_at", "年-月-日"),
]


@pytest.mark.usefixtures("cast")
@pytest.mark.parametrize(("name", "told", "field", "words"), WRONG)
def test_what_is_wrong_is_said_on_top_and_beside_the_field_and_all_is_kept(
    client: Client, name: str, told: dict[str, str], field: str, words: str
) -> None:
    page = client.post(f"/complain/{name}/", told)
    assert page.status_code == 422
    html = text_of(page)
    assert f'<a href="#{field}">' in html
    assert f'id="{field}"' in html
    assert f'id="{field}-error"' in html
    assert html.count(words) == 2
    assert "有误 · " in html
    for typed in told.values():
        assert typed in html


@pytest.mark.usefixtures("cast")
def test_where_several_cities_are_served_one_is_asked_for(client: Client) -> None:
    page = client.post("/complain/place/", {"address": "幸福小区3号楼", "region": ""})
    assert page.status_code == 422
    assert text_of(page).count("请选择所在城市，这样才知道由谁为您处理。") == 2
    controls = re.findall(r'<(?:input|select)[^>]*name="region"[^>]*>', page.content.decode())
    assert controls
    assert all(" required" in control for control in controls)


def test_the_only_city_gets_what_names_none(client: Client, cast: Cast) -> None:
    cast.other_city.kind = "department"
    cast.other_city.save()
    forget_desk()
    assert complain(client, place={"region": "", "address": "幸福小区3号楼"}).status_code == 302
    case = Case.objects.get()
    assert (case.organisation_id, case.region) == (cast.city.pk, cast.city.region)
    assert case.owner_id is not None


@pytest.mark.usefixtures("cast")
def test_a_city_that_is_not_offered_is_chosen_anew(client: Client) -> None:
    page = client.post("/complain/place/", {"address": "幸福小区3号楼", "region": "999999"})
    assert page.status_code == 422
    assert text_of(page).count("没有这个地区，请从列表中选择。") == 2


@pytest.mark.usefixtures("cast")
def test_an_answer_leads_to_the_next_question_and_a_change_back_to_the_end(client: Client) -> None:
    assert client.post("/complain/", {"symptom": "slow"}).headers["Location"] == "/complain/what/"
    order = ("what", "when", "wish", "photos", "name", "reach", "place", "review")
    for name, following in pairwise(order):
        told = {**ANSWERS.get(name, {}), "go": "on"}
        gone = client.post(f"/complain/{name}/", told).headers["Location"]
        assert gone == f"/complain/{following}/"
    assert "保存，回到核对" in text_of(client.get("/complain/name/?back=review"))
    changed = client.post("/complain/name/", {"name": "孙先生", "back": "review"})
    assert changed.headers["Location"] == "/complain/review/"
    assert "孙先生" in text_of(client.get("/complain/review/"))


@pytest.mark.usefixtures("cast")
def test_a_gap_is_asked_for_before_anything_is_sent(client: Client) -> None:
    answer(client)
    page = client.get("/complain/review/")
    other = Client()
    other.post("/complain/what/", WHAT)
    assert other.get("/complain/review/").headers["Location"] == "/complain/wish/"
    assert other.post("/complain/review/", {"key": key_on(page)}).status_code == 302
    assert Case.objects.count() == 0


def test_a_complaint_without_any_contact_is_followed_by_its_secret_word(
    client: Client, cast: Cast
) -> None:
    assert cast.city.region == "440100"
    sent = complain(client, reach={"no_contact": "true"})
    assert sent.status_code == 302
    assert "凭编号和密语可以查看进度" in text_of(client.get("/complain/receipt/"))


@pytest.mark.usefixtures("cast")
def test_the_draft_waits_and_is_forgotten_when_sent(client: Client) -> None:
    client.post("/complain/", {"symptom": "slow"})
    client.post("/complain/what/", WHAT)
    assert WHAT["description"] in text_of(client.get("/complain/what/"))
    assert "接着填" in text_of(client.get("/"))
    answer(client)
    assert "13800005678" not in str(client.cookies)
    client.post("/complain/review/", {"key": key_on(client.get("/complain/review/"))})
    assert "接着填" not in text_of(client.get("/"))
    assert WHAT["description"] not in text_of(client.get("/complain/what/"))


HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{ 7 }}{% x %}"


def test_whatever_is_typed_is_shown_as_text(client: Client, cast: Cast, follow: Follow) -> None:
    assert cast.city
    told: Any = {
        "what": {"description": HOSTILE},
        "when": {"occurred_place": HOSTILE},
        "wish": {"wishes": [HOSTILE], "desired_outcome": HOSTILE},
        "name": {"name": HOSTILE[:60]},
        "place": {"account": HOSTILE, "address": HOSTILE, "region": "440100"},
        "care": {"vulnerable": HOSTILE},
    }
    client.post("/complain/", {"symptom": HOSTILE})
    answer(client, **told)
    pages = [client.get(f"/complain/{name}/") for name in (*told, "review", "photos")]
    pages.append(client.post("/complain/place/", {"address": HOSTILE, "region": HOSTILE}))
    assert complain(client, **told).status_code == 302
    case = Case.objects.get()
    mine = follow(case)
    mine.post(f"/my/{case.number}/supplement/", {"text": HOSTILE})
    mine.post(f"/my/{case.number}/expedite/", {"said": HOSTILE})
    pages.append(client.get("/complain/receipt/"))
    pages += [mine.get(f"/my/{case.number}/"), mine.get(f"/my/{case.number}/data/")]
    pages.append(client.post("/follow/", {"number": HOSTILE, "contact": HOSTILE}))
    pages.append(client.get("/follow/", {"number": HOSTILE}))
    for page in pages:
        assert "<script>alert" not in text_of(page)
        assert "<img src=x" not in text_of(page)
        assert "script-src" not in page.headers["Content-Security-Policy"]
        assert "unsafe" not in page.headers["Content-Security-Policy"]
    assert "&lt;script&gt;" in text_of(pages[0])


@pytest.mark.usefixtures("cast")
def test_nul_and_emoji_and_a_long_letter_are_taken(client: Client, follow: Follow) -> None:
    long = "网速很慢😡\x00\u202e" + "每天晚上都掉线。" * 8500
    assert len(long.encode()) > 200_000
    assert (
        complain(client, what={"description": long}, name={"name": "孙\x00女士"}).status_code == 302
    )
    case = Case.objects.get()
    assert case.description.startswith("网速很慢😡")
    assert "\x00" not in case.description
    assert follow(case).get(f"/my/{case.number}/").status_code == 200


@pytest.mark.usefixtures("cast")
def test_what_is_too_long_is_said_and_kept(client: Client) -> None:
    page = client.post("/complain/what/", {**WHAT, "description": "长" * (MOST_TEXT + 1)})
    assert page.status_code == 422
    assert "长长长" in text_of(page)


@pytest.mark.usefixtures("cast")
def test_an_own_open_complaint_is_named_and_nothing_is_blocked(client: Client) -> None:
    complain(client)
    first = Case.objects.get()
    answer(client)
    page = client.get("/complain/review/")
    assert f"/my/{first.number}/supplement/" in text_of(page)
    assert client.post("/complain/review/", {"key": key_on(page)}).status_code == 302
    assert Case.objects.count() == 2


@pytest.mark.usefixtures("cast")
def test_a_stranger_with_my_phone_number_learns_nothing(client: Client) -> None:
    complain(client)
    stranger = Client()
    answer(stranger)
    page = text_of(stranger.get("/complain/review/"))
    assert "已经投诉过，还在办理" not in page
    assert Case.objects.get().number not in page
    assert stranger.get("/complain/receipt/").status_code == 404


@pytest.mark.usefixtures("cast")
def test_a_written_reply_and_special_care_are_remembered(client: Client) -> None:
    complain(client, care={"written_reply": "true", "vulnerable": "独居,八十岁"})
    record = Case.objects.get().record
    assert record["written_reply"] is True
    assert record["vulnerable"]


@pytest.mark.usefixtures("cast")
def test_why_somebody_needs_care_and_where_it_happened_are_sealed(client: Client) -> None:
    """§18: what stands in clear is read by many and outlives the erasure."""
    complain(client, care={"vulnerable": "正在做透析"}, when={"occurred_place": "人民路5号3栋401"})
    entry = Entry.objects.get(verb="receive")
    in_clear = f"{entry.facts}{Case.objects.get().record}"
    assert "透析" not in in_clear
    assert "人民路" not in in_clear
    told = secret_of(entry) or {}
    assert (told["vulnerable"], told["occurred_place"]) == ("正在做透析", "人民路5号3栋401")


@pytest.mark.usefixtures("cast")
def test_the_customer_is_the_one_who_complained(client: Client) -> None:
    complain(client)
    entry = Entry.objects.get(verb="receive")
    assert (entry.by_kind, entry.by_staff_id) == ("customer", None)


def test_every_page_before_a_complaint_stands_in_both_languages(client: Client, cast: Cast) -> None:
    assert cast.city
    asked = [f"/complain/{name}/" for name in (*ANSWERS, "photos", "care")]
    for path in ("/", "/procedure/", "/rights/", "/complain/", *asked):
        for language in ("zh-hans", "en"):
            page = client.get(path, headers={"accept-language": language})
            assert page.status_code == 200
            assert "no-store" in page.headers["Cache-Control"]
            assert "<style" not in text_of(page)
            assert ' style="' not in text_of(page)
    assert "12315" in text_of(client.get("/rights/"))


@pytest.mark.usefixtures("cast")
def test_what_no_form_can_hold_is_told_plainly(client: Client) -> None:
    page = client.post("/complain/what/", {**WHAT, "description": "长" * 1_000_000})
    assert page.status_code == 400
    assert "内容太长" in text_of(page)
