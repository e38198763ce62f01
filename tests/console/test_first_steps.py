"""A fresh administrator is led step by step; every step is ticked by the facts alone."""

import re

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from cast import Cast
from console.conftest import Enter
from jiesu.console.beginning import steps
from jiesu.people.first_admin import first_link, make_first_admin
from jiesu.people.models import Grant, Organisation, Staff

HERE = "/console/first-steps"


def lacking() -> dict[str, str]:
    return {step.title: step.lacking for step in steps() if not step.done}


def give(role: str, staff_id: int | None, unit: Organisation) -> None:
    assert staff_id is not None
    staff = Staff.objects.get(pk=staff_id)
    Grant.objects.create(staff=staff, role=role, organisation=unit, granted_at=timezone.now())


@pytest.fixture
def fresh(db: None, settings: Settings) -> Client:  # noqa: ARG001 - asks for the database
    """The very first administrator, at the console of an empty house."""
    settings.SECOND_FACTOR = False
    token = first_link(at=timezone.now()).rstrip("/").rpartition("/")[2]
    admin = make_first_admin(token, username="a", name="甲", password="x", at=timezone.now())
    client = Client()
    client.force_login(admin)
    return client


def test_a_fresh_administrator_lands_on_what_is_to_be_done(fresh: Client) -> None:
    page = fresh.get("/console/", follow=True)
    assert page.redirect_chain[-1][0] == HERE
    html = page.content.decode()
    assert "还没有市分公司" in html
    assert "坐席、投诉专员、调查员" in html
    assert "尚未接入，已有 0 封在等待" in html
    assert "JIESU_SMS_GATEWAY" in html
    assert "JIESU_OPERATOR_NAME" in html


def test_a_step_is_ticked_by_the_facts(cast: Cast, settings: Settings) -> None:
    settings.SMS_GATEWAY, settings.SMTP_URL, settings.SAMPLES = "pretend", "", ()
    assert lacking() == {
        "组织：谁承办工单": "被反映人所在单位负责人、个人信息保护负责人",
        "每件投诉有专人": "示例省公司的投诉专员",
        "邮件通道": "尚未接入，已有 0 封在等待",
    }
    give("R07", cast.owner.staff_id, Organisation.objects.get(parent=None))
    Grant.objects.filter(role="R16").update(revoked_at=timezone.now())
    assert lacking()["人员和角色"] == "申诉专员"
    assert "不同单位" in lacking()["申诉由他人办理"]
    assert "每件投诉有专人" not in lacking()


def test_a_unit_to_which_orders_go_needs_somebody_who_takes_them_on(
    cast: Cast, enter: Enter
) -> None:
    """Else an order lies there, and whoever complained waits for nobody."""
    orders = {step.title: step for step in steps()}["组织：谁承办工单"]
    assert "接单人" not in orders.lacking
    assert "东区装维班" not in orders.remark
    leader = Grant.objects.filter(staff=cast.leader.staff_id)
    leader.update(revoked_at=timezone.now())
    assert "东区装维班" in {step.title: step for step in steps()}["组织：谁承办工单"].remark
    page = enter(cast.admin).get(HERE).content.decode()
    assert re.search("还没有人接单的单位：[^<]*东区装维班", page)
    assert "被反映人所在单位负责人、个人信息保护负责人" in page
    Grant.objects.filter(role__in=("R09", "R10", "R13")).update(revoked_at=timezone.now())
    assert "接单人（部门处理人或片区组长）" in lacking()["组织：谁承办工单"]


def test_a_pretended_carrier_is_ticked_and_said_to_send_nothing(
    cast: Cast, enter: Enter, settings: Settings
) -> None:
    settings.SMS_GATEWAY = "pretend"
    assert "短信通道" not in lacking()
    assert "短信只记在本机，不会真的发出" in enter(cast.admin).get(HERE).content.decode()


def test_a_demonstration_waits_for_no_mail_server_and_says_that_none_is_there(
    cast: Cast, enter: Enter, settings: Settings
) -> None:
    settings.SMTP_URL = ""
    assert "邮件通道" in lacking()
    settings.DEMO = True
    assert "邮件通道" not in lacking()
    assert "邮件不会发出" in enter(cast.admin).get(HERE).content.decode()
    settings.SMTP_URL = "smtp://mail"
    assert "邮件不会发出" not in enter(cast.admin).get(HERE).content.decode()


def test_the_page_leaves_the_menu_with_the_last_step(
    cast: Cast, enter: Enter, settings: Settings
) -> None:
    admin = enter(cast.admin)
    assert HERE in admin.get("/console/people").content.decode()
    settings.SMS_GATEWAY, settings.SMTP_URL, settings.SAMPLES = "pretend", "smtp://mail", ()
    cast.other_city.serves = ["unit_manager", "privacy"]
    cast.other_city.save()
    give("R07", cast.owner.staff_id, Organisation.objects.get(parent=None))
    assert lacking() == {}
    assert HERE not in admin.get("/console/people").content.decode()
    assert admin.get("/console/")["Location"] == "/console/calendar"


def test_whoever_administers_one_city_is_not_asked_to_set_up_the_house(
    cast: Cast, enter: Enter
) -> None:
    Grant.objects.filter(staff=cast.admin.staff_id).update(organisation=cast.city)
    assert HERE not in enter(cast.admin).get("/console/people").content.decode()
