"""The answers of a complaint, a struct a question, and what is wrong with one (S144-S149, S168)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal

import msgspec
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from msgspec import Meta

from jiesu.cases.intake.contact import MOST_TEXT
from jiesu.cases.intake.desk import desk
from jiesu.cases.words import MaybeLine, MaybePage, Region
from jiesu.kit.phones import normal_phone
from jiesu.portal.terms import terms
from jiesu.rules.regions import region_known
from jiesu.ui.forms import faults_of

_LEAST_PHONE = 7
_MOBILE = 11
_HOME = "+86"
Told = Mapping[str, Any]


class What(msgspec.Struct):
    """What happened (S145, S149)."""

    description: Annotated[str, Meta(min_length=1, max_length=MOST_TEXT)]


class When(msgspec.Struct):
    """When and where (S144)."""

    occurred_at: datetime | None = None
    occurred_place: MaybeLine = ""


class Wish(msgspec.Struct):
    """What would put it right (S147)."""

    wishes: Annotated[list[str], Meta(max_length=12)] = []
    desired_outcome: MaybePage = ""


class Name(msgspec.Struct):
    """How to address the customer (S144)."""

    name: Annotated[str, Meta(min_length=1, max_length=60)]


class Reach(msgspec.Struct):
    """How to reach the customer (S4, S18)."""

    phone: MaybeLine = ""
    email: MaybeLine = ""
    preferred_channel: Literal["", "sms", "phone", "email"] = ""
    no_contact: bool = False


class Place(msgspec.Struct):
    """Which line it is about (S144)."""

    region: Region = ""
    address: MaybeLine = ""
    account: MaybeLine = ""
    relation: Literal["", "holder", "user", "agent", "third"] = ""


class Care(msgspec.Struct):
    """What else we should know: special care (R25), an answer on paper (S168)."""

    vulnerable: MaybeLine = ""
    written_reply: bool = False


def faults_of_what(told: Told, now: datetime) -> dict[str, str]:  # noqa: ARG001 - every question is asked alike
    """Too short to begin with (T02)."""
    faults = faults_of(What, told)
    least = terms().complaint.least_description
    if "description" not in faults and len(str(told["description"]).strip()) < least:
        faults["description"] = _("请再多说几句（至少 %(n)d 个字），方便我们判断。") % {"n": least}
    return faults


def faults_of_when(told: Told, now: datetime) -> dict[str, str]:
    """What has not happened yet cannot be complained about."""
    faults = faults_of(When, told)
    at = told.get("occurred_at")
    if isinstance(at, datetime) and at > now:
        faults["occurred_at"] = _("发生的时间晚于现在，请核对。")
    return faults


def faults_of_wish(told: Told, now: datetime) -> dict[str, str]:  # noqa: ARG001 - every question is asked alike
    """A wish is ticked or written (S147)."""
    faults = faults_of(Wish, told)
    if not faults and not told.get("wishes") and not told.get("desired_outcome"):
        faults["wishes"] = _("请选一项，或在下面写出来；没想好可以选“先弄清原因”。")
    return faults


def faults_of_name(told: Told, now: datetime) -> dict[str, str]:  # noqa: ARG001 - every question is asked alike
    """A name, any name that one answers to."""
    return faults_of(Name, told)


def faults_of_reach(told: Told, now: datetime) -> dict[str, str]:  # noqa: ARG001 - every question is asked alike
    """Say by field what keeps us from answering (S4)."""
    faults = faults_of(Reach, told)
    if told.get("phone") and (wrong := _slip_in_phone(told["phone"])):
        faults["phone"] = wrong
    if told.get("email") and not _is_email(told["email"]):
        faults["email"] = _("这不像邮箱地址，请填写例如 name@example.cn。")
    if not (told.get("phone") or told.get("email") or told.get("no_contact")):
        faults.setdefault(
            "phone", _("请留下电话或邮箱；确实不需要联系的，请勾选下面的“不需要联系我”。")
        )
    if told.get("preferred_channel") in {"sms", "phone"} and not told.get("phone"):
        faults.setdefault("phone", _("您希望用电话联系，请填写电话。"))
    if told.get("preferred_channel") == "email" and not told.get("email"):
        faults.setdefault("email", _("您希望用邮箱联系，请填写邮箱。"))
    return faults


def faults_of_place(told: Told, now: datetime) -> dict[str, str]:
    """The city must be told where we serve several: without it nobody would answer (S144)."""
    faults = faults_of(Place, told)
    region = str(told.get("region") or "")
    if not region and several_cities(now):
        faults["region"] = _("请选择所在城市，这样才知道由谁为您处理。")
    if region and "region" not in faults and not region_known(region):
        faults["region"] = _("没有这个地区，请从列表中选择。")
    return faults


def several_cities(now: datetime) -> bool:
    """Whether it must be asked which city a line is in."""
    return len(desk(now).by_region) > 1


def faults_of_care(told: Told, now: datetime) -> dict[str, str]:  # noqa: ARG001 - every question is asked alike
    """Nothing here must be told."""
    return faults_of(Care, told)


def _slip_in_phone(written: str) -> str:
    """What is wrong with a number: who slips is never reached, and never gets in by it."""
    number = plain_phone(written)
    if len(number) < _LEAST_PHONE:
        return _("这不像电话号码，请填写例如 13800138000。")
    if number.startswith("1") and len(number) != _MOBILE:
        told = {"whole": _MOBILE, "told": len(number)}
        return _("手机号是 %(whole)d 位，这里有 %(told)d 位，请核对。") % told
    return ""


def plain_phone(written: str) -> str:
    """Return a phone number as we keep it: 13800138000, however it was written."""
    normal = normal_phone(written)
    return normal.removeprefix(_HOME) if normal.startswith(f"{_HOME}1") else _digits(written)


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdecimal())


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True
