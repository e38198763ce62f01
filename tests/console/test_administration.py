"""Units, accounts and the audit on the administrator's screens (§5, §17)."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from cast import Cast
from console.conftest import Enter
from jiesu.people.audit import note
from jiesu.people.models import AccountLock, AuditEntry, Grant, Organisation, Staff
from jiesu.people.units import plant

AREA = {
    "code": "JQ-01",
    "under": "",
    "name": "东区片区",
    "kind": "area",
    "region": "440100",
    "serves": ["area_crew", "delivery"],
}


@pytest.fixture
def admin(cast: Cast, enter: Enter) -> Client:
    return enter(cast.admin)


@pytest.fixture
def clerk(cast: Cast) -> Staff:
    return Staff.objects.get(work_no=cast.agent.work_no)


def test_a_unit_is_made_below_another_and_stands_in_the_tree(admin: Client, cast: Cast) -> None:
    made = admin.post("/console/units/new", {**AREA, "under": cast.city.code})
    assert made.status_code == 302
    unit = Organisation.objects.get(code="JQ-01")
    assert (unit.parent_id, unit.kind, unit.serves) == (
        cast.city.pk,
        "area",
        ["area_crew", "delivery"],
    )
    page = admin.get("/console/units").content.decode()
    assert "东区片区" in page
    assert "片区装维班组" in page
    assert re.search(r'data-label="人数" class="figures">[1-9]', page), "who works where"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"region": "44010x"}, "没有这个行政区划代码"),
        ({"region": "4401"}, "六位代码（GB/T 2260）"),
        ({"region": "999999"}, "没有这个行政区划代码"),
        ({"code": "东区"}, "格式不对"),
        ({"under": "NOWHERE"}, "没有这个上级单位"),
        ({"name": ""}, "这一项必须填写"),
    ],
)
def test_a_unit_that_cannot_be_is_refused_and_what_was_typed_is_kept(
    admin: Client, cast: Cast, wrong: dict[str, str], sentence: str
) -> None:
    page = admin.post("/console/units/new", {**AREA, "under": cast.city.code, **wrong})
    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert 'value="440100"' in page.content.decode() or "region" in wrong
    assert not Organisation.objects.filter(name="东区片区").exists()


def test_a_code_is_given_once(admin: Client, cast: Cast) -> None:
    page = admin.post(
        "/console/units/new", {**AREA, "under": cast.city.code, "code": cast.other_city.code}
    )
    assert "代码已有单位使用" in page.content.decode()


def test_a_change_is_kept_with_who_made_it(admin: Client, cast: Cast) -> None:
    facts = {"name": "甲市公司", "kind": "city", "region": "440100", "serves": ["noc"]}
    admin.post(f"/console/units/{cast.city.code}/", facts)
    cast.city.refresh_from_db()
    assert (cast.city.name, cast.city.serves) == ("甲市公司", ["noc"])
    [entry] = AuditEntry.objects.filter(verb="change_unit")
    assert entry.by_id == cast.admin.staff_id
    page = admin.get(f"/console/units/{cast.city.code}/").content.decode()
    assert "修改组织" in page
    assert "名称" in page


def test_saving_the_same_again_changes_nothing(admin: Client, cast: Cast) -> None:
    city = cast.city
    facts = {"name": city.name, "kind": city.kind, "region": city.region, "serves": city.serves}
    page = admin.post(f"/console/units/{city.code}/", facts, follow=True)
    assert "未作改动" in page.content.decode()
    assert not AuditEntry.objects.filter(verb="change_unit").exists()


def test_a_unit_is_hung_elsewhere_but_not_below_itself(admin: Client, cast: Cast) -> None:
    admin.post("/console/units/new", {**AREA, "under": cast.city.code})
    admin.post("/console/units/JQ-01/move", {"under": cast.other_city.code})
    area = Organisation.objects.get(code="JQ-01")
    assert area.path == f"{cast.other_city.path}{area.pk}/"
    page = admin.post(
        f"/console/units/{cast.other_city.code}/move", {"under": "JQ-01"}, follow=True
    )
    assert "不能把组织移到它自己的下级" in page.content.decode()


def test_an_administrator_of_one_city_sees_nothing_of_another(enter: Enter, cast: Cast) -> None:
    Grant.objects.filter(staff=cast.admin.staff_id).update(organisation=cast.city)
    admin = enter(cast.admin)
    assert cast.other_city.name not in admin.get("/console/units").content.decode()
    page = admin.get(f"/console/units/{cast.other_city.code}/", follow=True)
    assert "没有这个单位" in page.content.decode()
    stranger = Staff.objects.create_user(
        "yuanfang", "x", name="远方", work_no="Y-1", organisation=cast.other_city
    )
    assert "远方" not in admin.get("/console/people").content.decode()
    assert admin.get(f"/console/people/{stranger.pk}").status_code == 404
    assert admin.post(f"/console/people/{stranger.pk}/leave").status_code == 404


def test_a_new_password_is_shown_once_and_works(admin: Client, clerk: Staff) -> None:
    page = admin.post(f"/console/people/{clerk.pk}/password").content.decode()
    password = page.split('<code class="figures">')[1].split("</code>")[0]
    clerk.refresh_from_db()
    assert clerk.check_password(password)
    assert password not in admin.get(f"/console/people/{clerk.pk}").content.decode()


def test_nobody_resets_the_own_password_here(admin: Client, cast: Cast) -> None:
    page = admin.post(f"/console/people/{cast.admin.staff_id}/password", follow=True)
    assert "请另一位管理员办理" in page.content.decode()


def test_a_lock_is_lifted_and_the_offer_goes_with_it(admin: Client, clerk: Staff) -> None:
    now = timezone.now()
    until = now + timedelta(minutes=15)
    AccountLock.objects.create(staff=clerk, locked_at=now, until=until, failures=5)
    assert "解除锁定" in admin.get(f"/console/people/{clerk.pk}").content.decode()
    page = admin.post(f"/console/people/{clerk.pk}/unlock", follow=True).content.decode()
    assert "已解除锁定" in page
    assert "/unlock" not in page


def test_a_second_factor_is_reset_with_a_trace(admin: Client, clerk: Staff) -> None:
    page = admin.post(f"/console/people/{clerk.pk}/factor", follow=True).content.decode()
    assert "下次登录时重新设置" in page
    assert "重置第二因素" in page


def test_the_audit_tells_who_did_what_to_whom(admin: Client, cast: Cast, clerk: Staff) -> None:
    admin.post(f"/console/people/{clerk.pk}/grant", {"role": "R17", "unit": cast.city.code})
    page = admin.get("/console/audit", {"verb": "grant", "who": clerk.username}).content.decode()
    for told in ("授予角色", cast.admin.name, clerk.name, "回访员", cast.city.name):
        assert told in page
    assert "没有符合条件的记录" in admin.get("/console/audit", {"who": "无此人"}).content.decode()


def test_the_audit_is_leafed_through_without_a_gap(admin: Client, clerk: Staff) -> None:
    at = timezone.now()
    for n in range(60):
        note("lock", at=at, about=clerk.pk, facts={"failures": n})
    first = admin.get("/console/audit?verb=lock").content.decode()
    [forward] = re.findall(r'href="(\?verb=lock&amp;after=[^"]+)"', first)
    second = admin.get(f"/console/audit{unescape(forward)}").content.decode()
    seen = [int(n) for n in re.findall(r"失败次数 (\d+)", first + second)]
    assert seen == list(range(59, -1, -1))


def test_the_audit_of_one_city_is_not_read_from_another(
    enter: Enter, cast: Cast, clerk: Staff
) -> None:
    elsewhere = plant(None, code="Z", name="丙", kind="city", region="440900")
    Grant.objects.filter(staff=cast.admin.staff_id).update(organisation=elsewhere)
    Staff.objects.filter(work_no=cast.admin.work_no).update(organisation=elsewhere)
    note("lock", at=timezone.now(), about=clerk.pk, facts={"failures": 5})
    assert clerk.name not in enter(cast.admin).get("/console/audit").content.decode()


def test_whoever_sees_no_case_is_led_to_the_own_screens(admin: Client) -> None:
    assert admin.get("/console/")["Location"] == "/console/first-steps"


def test_whoever_gives_a_role_reads_what_it_may_do(admin: Client, clerk: Staff) -> None:
    page = admin.get(f"/console/people/{clerk.pk}").content.decode()
    told = page.split("各角色能做什么")[1]
    assert "R07 投诉专员" in told
    assert "提出解决方案（仅限本人经办，限额内）" in told
    assert "裁定申诉（须另一人批准）" in told
    assert "登录须两步验证" in told


def test_whoever_has_orders_in_hand_begins_with_them(enter: Enter, cast: Cast) -> None:
    """§11.3: a technician with his own, a department with the unit's; an owner with the queue.

    Who hears appeals owns no complaint: the own queue would be empty for ever.
    """
    begins = {
        who: enter(getattr(cast, who)).get("/console/")["Location"]
        for who in ("technician", "handler", "appeal_officer", "owner", "manager")
    }
    assert begins == {
        "technician": "/console/orders?whose=mine",
        "handler": "/console/orders?whose=unit",
        "appeal_officer": "/console/appeals?whose=unit",
        "owner": "/console/cases/",
        "manager": "/console/cases/",
    }


def test_nobody_is_hired_under_the_name_of_another_written_large(
    admin: Client, cast: Cast, clerk: Staff
) -> None:
    """The login finds names without heed of case, and of two it lets in neither."""
    told = {
        "name": "李某",
        "username": clerk.username.upper(),
        "work_no": "NEW-1",
        "unit": cast.city.code,
        "password": "Zhu-Que-Nan-Lu-7",
    }
    answer = admin.post("/console/people/new", told)
    assert (answer.status_code, "已有人使用" in answer.content.decode()) == (422, True)
    assert not Staff.objects.filter(work_no="NEW-1").exists()


def test_a_first_password_is_not_made_of_the_user_name(admin: Client, cast: Cast) -> None:
    """Whoever is hired may not choose it later, so nobody else may choose it before."""
    told = {
        "name": "黄晓明",
        "username": "huangxiaoming",
        "work_no": "NEW-1",
        "unit": cast.city.code,
        "password": "huangxiaoming1",
    }
    assert admin.post("/console/people/new", told).status_code == 422
    assert not Staff.objects.filter(work_no="NEW-1").exists()
