"""The register on screen: R10 and R21 declare, change, close; whoever answers calls reads it."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from msgspec.structs import replace

from cast import Cast, person
from console.conftest import Enter
from jiesu.cases.intake.receive import receive
from jiesu.cases.models import Case
from jiesu.incidents.models import Outage
from jiesu.people.actor import Actor
from outages import ADDRESS, CUT_OFF, cut_off
from tale import SLOW

LIST = "/console/outages/"


@pytest.fixture
def watch(cast: Cast) -> Actor:
    return person("noc-east", "罗监控", cast.city, "R10", cast.city)


def local(**later: float) -> str:
    """A moment as a browser sends it."""
    moment = timezone.localtime(timezone.now() + timedelta(**later))
    return moment.strftime("%Y-%m-%dT%H:%M")


def typed(**other: str) -> dict[str, str]:
    return {
        "kind": "fault",
        "cause": "光缆被挖断",
        "unit": "C4401",
        "since": local(minutes=-30),
        "places": "幸福小区\r\n和平路",
        "eta": local(hours=3),
        "key": "k1",
        **other,
    }


def complaint(cast: Cast, address: str = ADDRESS, account: str = "075500012301") -> Case:
    told: dict[str, Any] = {"description": CUT_OFF, "address": address, "account": account}
    return receive(cast.agent, replace(SLOW, **told), now=timezone.now())


def declared(cast: Cast) -> str:
    return f"{LIST}{cut_off(cast, timezone.now())}/"


def text(client: Client, address: str, **language: str) -> str:
    reply = client.get(address, headers=language or None)
    assert reply.status_code == 200, address
    return reply.content.decode()


def test_an_outage_is_declared_and_everybody_finds_it(
    cast: Cast, watch: Actor, enter: Enter
) -> None:
    browser = enter(watch)
    assert "幸福小区" not in text(browser, LIST)
    form = text(browser, f"{LIST}new?cause=停电")
    assert 'value="fault" checked' in form
    assert 'value="C4401" checked' in form
    assert 'value="停电"' in form
    reply = browser.post(f"{LIST}new", typed())
    one = Outage.objects.get()
    assert (reply.status_code, reply["Location"]) == (302, f"{LIST}{one.number}/")
    assert one.places == ["幸福小区", "和平路"]
    again = browser.post(f"{LIST}new", typed())
    assert again["Location"] == reply["Location"], "sent twice, written once"
    assert Outage.objects.count() == 1
    for somebody in (watch, cast.agent, cast.owner, cast.technician):
        page = text(enter(somebody), LIST)
        assert "光缆被挖断" in page
        assert "抢修中" in page
    assert "幸福小区、和平路" in text(enter(cast.agent), reply["Location"])


def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(
    watch: Actor, enter: Enter
) -> None:
    browser = enter(watch)
    for wrong, sentence in (
        ({"cause": ""}, "这一项必须填写。"),
        ({"places": "园"}, "不能少于 2 个字"),
        ({"since": "昨天"}, "请按“年-月-日 时:分”填写时间。"),
        ({"until": local(hours=5)}, "故障没有计划结束时间"),
        ({"eta": local(hours=-1)}, "这一时间须在开始之后"),
        ({"cause": "找13812345678"}, "这里不能写电话"),
    ):
        reply = browser.post(f"{LIST}new", typed(**wrong))
        page = reply.content.decode()
        assert reply.status_code == 422
        assert f'id="{next(iter(wrong))}-error"' in page
        assert sentence in page
        assert "和平路" in page or "places" in wrong
    assert not Outage.objects.exists()


def test_hostile_words_are_only_words(watch: Actor, enter: Enter) -> None:
    browser = enter(watch)
    nasty = '"><script>alert(1)</script>'
    reply = browser.post(f"{LIST}new", typed(cause=nasty, places=nasty), follow=True)
    assert "<script>alert(1)" not in reply.content.decode()
    assert "<script>alert(1)" not in text(browser, LIST)
    link = f"{LIST}new?cause={nasty}&unit=<b>&since=x&kind=<i>&places=<u>"
    assert "<script>alert(1)" not in text(browser, link)
    for address in (f"{LIST}?before=x", f"{LIST}?before={'9' * 40}", f"{LIST}?ended=<b>"):
        text(browser, address)
    assert browser.get(f"{LIST}QZ0/").status_code == 404


def test_who_may_not_declare_meets_no_form(cast: Cast, enter: Enter) -> None:
    address = declared(cast)
    for somebody in (cast.agent, cast.owner, cast.dispatcher):
        browser = enter(somebody)
        page = text(browser, LIST) + text(browser, address)
        for way in ("new", "estimate", "close"):
            assert f"/{way}" not in page.replace("/console/new", "")
        assert browser.get(f"{LIST}new").status_code == 404
        assert browser.get(f"{address}estimate").status_code == 404
        assert browser.post(f"{address}close", {"root_cause": "R-LINE"}).status_code == 404
    assert enter(cast.admin).get(LIST).status_code == 404
    elsewhere = person("noc-else", "别处监控", cast.other_city, "R10", cast.other_city)
    assert enter(elsewhere).get(f"{address}close").status_code == 404


def test_a_better_time_is_told_and_a_colleague_is_not_written_over(
    cast: Cast, watch: Actor, enter: Enter
) -> None:
    browser, address = enter(watch), declared(cast)
    assert "时间、原因不填的保持不变" in text(browser, f"{address}estimate")
    words = {"eta": local(hours=6), "cause": "光缆被施工挖断", "places": "幸福小区"}
    reply = browser.post(f"{address}estimate", {**words, "version": "1", "key": "a"}, follow=True)
    assert "变更" in reply.content.decode()
    stale = browser.post(f"{address}estimate", {"cause": "停电", "version": "1", "key": "b"})
    assert stale.status_code == 412
    assert "停电" in stale.content.decode()
    one = Outage.objects.get()
    assert (one.version, one.cause) == (2, "光缆被施工挖断")


def test_places_that_are_taken_away_leave_the_whole_area(
    cast: Cast, watch: Actor, enter: Enter
) -> None:
    browser, address = enter(watch), declared(cast)
    words = {"cause": "光缆被施工挖断", "places": "", "version": "1", "key": "a"}
    assert browser.post(f"{address}estimate", words).status_code == 302
    assert Outage.objects.get().places == []
    assert "范围：全部区域" in text(browser, address)
    browser.post(f"{address}estimate", {"cause": "停电", "version": "2", "key": "b"})
    assert Outage.objects.get().places == []


def test_it_is_closed_once(cast: Cast, enter: Enter) -> None:
    browser, address = enter(cast.manager), declared(cast)
    nothing = browser.post(f"{address}close", {"version": "1"})
    assert nothing.status_code == 422
    words = {"root_cause": "R-LINE", "found": "主干光缆被挖断", "version": "1", "key": "c"}
    page = browser.post(f"{address}close", words, follow=True).content.decode()
    assert "已解除" in page
    assert f"{address}close" not in page
    assert "主干光缆被挖断" in page
    assert "光缆被施工挖断" not in text(browser, LIST)
    assert "光缆被施工挖断" in text(browser, f"{LIST}?ended=true")
    late = browser.post(f"{address}estimate", {"cause": "停电", "version": "2"})
    assert late.status_code == 409


def test_what_may_belong_to_it_is_linked_at_once_with_a_result_each(
    cast: Cast, enter: Enter
) -> None:
    inside, outside = complaint(cast), complaint(cast, "甲市西区光明里1号", "075500012302")
    address = declared(cast)
    browser = enter(cast.dispatcher)
    page = text(browser, address)
    assert f'value="{inside.number}" checked' in page
    assert f'value="{outside.number}"' in page
    assert f'value="{outside.number}" checked' not in page
    assert ADDRESS not in page
    number = Outage.objects.get().number
    asked = f"?verb=join_outage&outage={number}&orders=convert&case={inside.number}"
    form = text(browser, f"/console/several{asked}&case={outside.number}")
    assert "光缆被施工挖断" in form
    words = {"verb": "join_outage", "outage": number, "orders": "convert", "key": "s"}
    several = {**words, "case": [inside.number, outside.number]}
    results = browser.post("/console/several", several).content.decode()
    assert results.count("已办理：并入群障。") == 2
    assert f'href="{address}"' in results, "and back to the outage"
    assert set(Case.objects.values_list("outage", flat=True)) == {number}
    page = text(browser, address)
    assert "已并入的投诉 2" in page
    assert f'value="{inside.number}"' not in page


def test_linking_to_no_outage_is_refused_case_by_case(cast: Cast, enter: Enter) -> None:
    case = complaint(cast)
    words = {"verb": "join_outage", "orders": "convert", "case": case.number}
    for number in ("QZ0", "<b>", "' OR 1=1", "/../"):
        page = enter(cast.agent).post("/console/several", {**words, "outage": number})
        assert (page.status_code, "未办理" in page.content.decode()) == (200, True)
        asked = enter(cast.agent).get("/console/several", {**words, "outage": number})
        assert asked.status_code == 200
    assert Case.objects.get(pk=case.pk).outage == ""


def test_who_sees_no_complaint_there_counts_none(cast: Cast, watch: Actor, enter: Enter) -> None:
    case, address = complaint(cast), declared(cast)
    number = Outage.objects.get().number
    words = {"verb": "join_outage", "outage": number, "orders": "keep", "case": case.number}
    enter(cast.agent).post("/console/several", words)
    assert "已并入的投诉 1" in text(enter(cast.agent), address)
    watched = text(enter(watch), address)
    assert "已并入的投诉 1" in watched, "who may declare is told how many wait"
    assert case.number not in watched
    stranger = text(enter(cast.stranger), address)
    assert "已并入的投诉 0" in stranger
    assert "还没有并入的投诉" not in stranger, "one is: who does not see it is told nothing untrue"
    assert case.number not in stranger


def test_planned_work_called_off_says_so(watch: Actor, enter: Enter) -> None:
    browser = enter(watch)
    words = typed(kind="work", since=local(hours=5), until=local(hours=9), eta="")
    address = browser.post(f"{LIST}new", words)["Location"]
    assert "未开始" in text(browser, address)
    browser.post(f"{address}close", {"root_cause": "R-LINE", "version": "1"})
    assert "已取消" in text(browser, address)


def test_the_register_speaks_english(cast: Cast, enter: Enter) -> None:
    address, browser = declared(cast), enter(cast.manager)
    for way in (LIST, address, f"{LIST}new", f"{address}estimate", f"{address}close"):
        page = text(browser, way, **{"Accept-Language": "en"})
        assert "Outages" in page
        for chinese in ("群障", "预计恢复", "发布", "解除", "范围", "确认"):
            assert chinese not in page, (way, chinese)
    assert ">Outage</th>" in text(browser, LIST, **{"Accept-Language": "en"})
    assert "Declared" in text(browser, address, **{"Accept-Language": "en"})


def test_what_nobody_declared_is_suggested_where_complaints_come_together(
    cast: Cast, watch: Actor, enter: Enter
) -> None:
    for n in range(3):
        assert "不属于任何群障" not in text(enter(watch), LIST)
        complaint(cast, account=f"07550001230{n}")
    page = text(enter(watch), LIST)
    assert "甲市分公司：近 2 小时有 3 件断网投诉，不属于任何群障" in page
    assert "不属于任何群障" not in text(enter(cast.agent), LIST)
    link = re.search(r'href="(/console/outages/new\?[^"]+)"', page)
    assert link
    form = text(enter(watch), link[1].replace("&amp;", "&"))
    assert 'value="C4401" checked' in form


def test_whoever_lies_in_a_known_outage_or_is_linked_to_one_suggests_no_other(
    cast: Cast, watch: Actor, enter: Enter
) -> None:
    elsewhere = "甲市西区光明里1号"
    cases = [complaint(cast, elsewhere, f"07550001230{n}") for n in range(3)]
    number = cut_off(cast, timezone.now())
    assert "有 3 件断网投诉" in text(enter(watch), LIST)
    complaint(cast)
    assert "有 3 件断网投诉" in text(enter(watch), LIST), "its address lies in the known one"
    words = {"verb": "join_outage", "outage": number, "orders": "keep"}
    enter(cast.agent).post("/console/several", {**words, "case": cases[0].number})
    assert "断网投诉" not in text(enter(watch), LIST)


def test_its_number_leads_to_it_from_the_search_box_and_the_command_bar(
    cast: Cast, enter: Enter
) -> None:
    address = declared(cast)
    number = Outage.objects.get().number
    browser = enter(cast.agent)
    typed_by_hand = f" {number[:8].lower()} {number[8:]} "
    assert browser.post("/console/find", {"q": typed_by_hand})["Location"] == address
    assert "/console/find" in browser.post("/console/find", {"q": "QZ4401"})["Location"]
    for asked in (number[-6:], "光缆", "guanglan"):
        assert address in browser.post("/console/command", {"q": asked}).content.decode(), asked
    assert address not in browser.post("/console/command", {"q": "没有这个"}).content.decode()
