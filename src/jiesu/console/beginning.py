"""What an installation still lacks before it can take complaints, each step read from the facts."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jiesu.cases.book import calendar, routing, shelf
from jiesu.cases.carried import held_up, set_up
from jiesu.cases.models import Case
from jiesu.console.tongue import role_title
from jiesu.gateways.sms.port import PRETEND
from jiesu.people.actor import Actor
from jiesu.people.models import Grant, Organisation
from jiesu.people.permissions import book
from jiesu.rules.policies.pack import Layer
from jiesu.rules.regions import region_known
from jiesu.rules.workdays.shanghai import day_of
from jiesu.ui.joining import listed
from jiesu.ui.tongue import named

ROLES = ("R03", "R07", "R11", "R15", "R21", "R17", "R16", "R20")
"""Without one of these a complaint comes to a halt on its way (§11.2)."""
OWNER, APPEALS = "R07", "R16"
_OF_THE_ROOT = 2
"""Slashes in a path such as ``/7/``."""
_DECIDERS = 2
"""One who hears an appeal and one who approves the decision (T25)."""


class Step(NamedTuple):
    """One thing to do, and whether the facts show that it was done."""

    title: str
    why: str
    lacking: str
    """What is missing, by name; empty once it is done."""
    href: str = ""
    action: str = ""
    remark: str = ""
    """What to know of it although it is done."""

    @property
    def done(self) -> bool:
        """Whether nothing is missing."""
        return not self.lacking


class Held(NamedTuple):
    """A role as somebody who works here holds it."""

    role: str
    staff: int
    works_in: int
    over: str
    """Path of the unit over which it is held."""


@dataclass(frozen=True)
class House:
    """What is there: units, and who holds which role."""

    units: list[Organisation]
    held: list[Held]

    @classmethod
    def as_it_stands(cls) -> "House":
        """Read it."""
        grants = Grant.objects.filter(revoked_at=None, staff__left_at=None)
        rows = grants.values_list("role", "staff", "staff__organisation", "organisation__path")
        return cls(list(Organisation.objects.all()), [Held(*row) for row in rows])

    @cached_property
    def cities(self) -> list[Organisation]:
        """Units that answer for a city."""
        return [one for one in self.units if one.kind == "city" and region_known(one.region)]

    def holders(self, *roles: str) -> list[Held]:
        """Who holds one of these roles."""
        return [one for one in self.held if one.role in roles]

    def two_for(self, verb: str) -> bool:
        """Whether one may ask for ``verb`` and somebody else may approve it."""
        rule = book().verbs[verb]
        seconds = {one.staff for one in self.holders(*rule.second)}
        return bool(seconds) and len(seconds | {one.staff for one in self.holders(*rule.cells)}) > 1

    def covered(self, unit: Organisation, role: str) -> bool:
        """Whether somebody holds ``role`` over ``unit``."""
        return self.within(unit, self.holders(role))

    def within(self, unit: Organisation, held: list[Held]) -> bool:
        """Whether one of the roles ``held`` reaches ``unit``."""
        return any(unit.path.startswith(one.over) for one in held)


def concerns(actor: Actor) -> bool:
    """Whether ``actor`` sets the whole house up: administers from the root down."""
    cells = book().verbs["administer"].cells
    return any(one.role in cells and one.path.count("/") == _OF_THE_ROOT for one in actor.held)


def unfinished() -> bool:
    """Whether a step is still to be done."""
    return any(not step.done for step in steps())


def steps() -> list[Step]:
    """Every step in its order."""
    house = House.as_it_stands()
    return [told(house) for told in _STEPS]


def _name(_house: House) -> Step:
    samples = [] if settings.DEMO else settings.SAMPLES
    return Step(
        _("企业名称和客服电话"),
        _("写在页面和每一封信里；由运维人员在环境变量中设置。"),
        listed(samples),
    )


def _units(house: House) -> Step:
    return Step(
        _("组织：市分公司"),
        _("每个服务城市一个单位，带行政区划代码；投诉按城市归属。"),
        "" if house.cities else _("还没有市分公司"),
        reverse("console:new_unit"),
        _("新增单位"),
    )


def _departments(house: House) -> Step:
    served = {kind for one in house.units for kind in one.serves}
    missing = [named(one) for one in routing().department if one.kind not in served]
    takers = house.holders(*book().verbs["order_accept"].cells)
    alone = [one.name for one in house.units if one.serves and not house.within(one, takers)]
    if not takers:
        missing.append(_("接单人（部门处理人或片区组长）"))
    return Step(
        _("组织：谁承办工单"),
        _("工单按部门派出；一个单位可以承办多个部门的工单。"),
        listed(missing),
        reverse("console:units"),
        _("查看组织"),
        _("还没有人接单的单位：%(units)s") % {"units": listed(alone)} if alone else "",
    )


def _people(house: House) -> Step:
    held = {one.role for one in house.held}
    missing = [role_title(role) for role in ROLES if role not in held]
    counsel = house.holders(*book().verbs["propose"].legal)
    return Step(
        _("人员和角色"),
        _("开通账号并授予角色；任何人不能给自己授予角色。"),
        listed(missing),
        reverse("console:hire"),
        _("新增人员"),
        "" if counsel else _("还没有法务：欺诈赔偿(CP7)由法务决定，暂不能提出"),
    )


def _appeals(house: House) -> Step:
    owners = {one.works_in for one in house.holders(OWNER)}
    apart = [one for one in house.holders(APPEALS) if one.works_in not in owners]
    seconds = house.holders(*book().verbs["decide_appeal"].second)
    missing = [] if apart else [_("与投诉专员不同单位的申诉专员")]
    if len({one.staff for one in seconds}) < _DECIDERS:
        missing.append(_("批准申诉决定的第二人（申诉专员或法务）"))
    return Step(
        _("申诉由他人办理"),
        _("申诉由原办理部门以外的人核查和决定，决定须由另一人批准。"),
        listed(missing),
        reverse("console:people"),
        _("查看人员"),
    )


def _unowned(house: House) -> Step:
    roots = [one for one in house.units if one.parent_id is None]
    places = [*house.cities, *(roots if len(house.cities) != 1 else [])]
    alone = [one for one in places if not house.covered(one, OWNER)]
    missing = [_("%(unit)s的投诉专员") % {"unit": one.name} for one in alone]
    if waiting := Case.objects.open().filter(owner=None).count():
        missing.append(_("%(n)d 件投诉没有专人") % {"n": waiting})
    return Step(
        _("每件投诉有专人"),
        _("每个城市要有投诉专员；说不清城市的投诉归属最上级单位，有多个城市时那里也要有。"),
        listed(missing),
        reverse("console:people"),
        _("查看人员"),
    )


def _days(house: House) -> Step:
    year = day_of(timezone.now()).year
    announced = calendar().announced(year)
    alone = announced and not house.two_for("import_calendar")
    return Step(
        _("工作日历"),
        _("时限按国务院办公厅公布的放假和调休计算；次年的通知公布后导入。"),
        "" if announced else str(year),
        reverse("console:calendar"),
        _("查看日历"),
        _("还没有能批准放假安排的第二人（法务）") if alone else "",
    )


def _packs(_house: House) -> Step:
    in_force = any(one.default_on and one.layer is Layer.LAW for one in shelf().packs.values())
    return Step(
        _("策略包"),
        _("各项时限从这里来；请核对已启用的法规、地方规定和承诺。"),
        "" if in_force else _("没有启用任何法规策略包"),
        reverse("console:packs"),
        _("查看策略"),
    )


def _text_messages(_house: House) -> Step:
    told = _("模拟通道：短信只记在本机，不会真的发出。")
    remark = told if settings.SMS_GATEWAY == PRETEND else ""
    why = _carried_by("JIESU_SMS_GATEWAY")
    return Step(_("短信通道"), why, _held_up("sms"), remark=remark)


def _mail(_house: House) -> Step:
    """In a demonstration nobody connects a mail server: the step would stay open for ever."""
    why = _carried_by("JIESU_SMTP_URL")
    if settings.DEMO and not set_up("email"):
        return Step(_("邮件通道"), why, "", remark=_("演示中没有接入：邮件不会发出。"))
    return Step(_("邮件通道"), why, _held_up("email"))


def _carried_by(variable: str) -> str:
    told = _("没有通道，写给用户的信一直等待；由运维人员在环境变量 %(name)s 中设置后重启。")
    return told % {"name": variable}


def _held_up(carrier: str) -> str:
    if set_up(carrier):
        return ""
    return _("尚未接入，已有 %(n)d 封在等待") % {"n": held_up(carrier)}


_STEPS: tuple[Callable[[House], Step], ...] = (
    _name,
    _units,
    _departments,
    _people,
    _appeals,
    _unowned,
    _days,
    _packs,
    _text_messages,
    _mail,
)
