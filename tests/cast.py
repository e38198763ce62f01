"""The cast: one operator with two cities, and one person for every role a story needs."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

import pytest

from jiesu.cases.intake.desk import forget_desk
from jiesu.people.actor import Actor
from jiesu.people.actors import forget_actors, load_actor
from jiesu.people.models import Grant, Organisation, Staff

BEGAN = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass
class Cast:
    """Who acts in the stories; ``city`` is where most of them work."""

    city: Organisation
    other_city: Organisation
    agent: Actor
    writer: Actor
    intake: Actor
    owner: Actor
    second_owner: Actor
    dispatcher: Actor
    handler: Actor
    investigator: Actor
    technician: Actor
    leader: Actor
    approver: Actor
    appeal_officer: Actor
    caller: Actor
    inspector: Actor
    liaison: Actor
    rectifier: Actor
    manager: Actor
    privacy: Actor
    legal: Actor
    admin: Actor
    auditor: Actor
    stranger: Actor


def unit(
    code: str,
    name: str,
    parent: Organisation | None,
    region: str,
    *serves: str,
    kind: str = "department",
) -> Organisation:
    """A unit with its path."""
    made = Organisation.objects.create(
        code=code,
        name=name,
        kind=kind,
        parent=parent,
        path=f"?{code}",
        region=region,
        serves=list(serves),
    )
    made.path = f"{parent.path if parent else '/'}{made.id}/"
    made.save()
    return made


class Hire(NamedTuple):
    """Somebody with one role, before the first day of work."""

    username: str
    name: str
    home: Organisation
    role: str
    over: Organisation


def person(username: str, name: str, home: Organisation, role: str, over: Organisation) -> Actor:
    """Somebody with one role."""
    return hire(Hire(username, name, home, role, over))[0]


def hire(*people: Hire) -> list[Actor]:
    """Hire all of them at once: a thousand tests begin so, and a statement each would be felt."""
    staff = Staff.objects.bulk_create(
        Staff(username=p.username, name=p.name, work_no=p.username.upper(), organisation=p.home)
        for p in people
    )
    Grant.objects.bulk_create(
        Grant(staff=one, role=p.role, organisation=p.over, granted_at=BEGAN)
        for one, p in zip(staff, people, strict=True)
    )
    return [actor for one in staff if (actor := load_actor(one.id))]


@pytest.fixture(autouse=True)
def nobody_is_believed_from_before() -> None:
    """What a test read of a token's owner says nothing to the next test."""
    forget_actors()


@pytest.fixture
def cast(db: None) -> Cast:  # noqa: ARG001 - asks for the database
    """Everybody, freshly hired."""
    forget_desk()
    province = unit("P44", "示例省公司", None, "440000", kind="province")
    city = unit("C4401", "甲市分公司", province, "440100", kind="city")
    other = unit("C4403", "乙市分公司", province, "440300", kind="city")
    service = unit("D-SVC", "客户服务部", city, "440100", "service", "qa")
    network = unit("D-NET", "网络部", city, "440100", "noc", "ip_security", "finance", "market")
    appeals = unit("D-APP", "申诉处理中心", province, "440000")
    crew = unit("CR-1", "东区装维班", city, "440100", "area_crew", "delivery", kind="crew")
    people = {
        "agent": Hire("li", "李工", service, "R03", city),
        "writer": Hire("lin", "林新媒", service, "R05", city),
        "intake": Hire("wu", "吴登记", service, "R06", city),
        "owner": Hire("zhou", "周专员", service, "R07", city),
        "second_owner": Hire("zheng", "郑专员", service, "R07", city),
        "dispatcher": Hire("wang", "王调度", service, "R08", city),
        "handler": Hire("feng", "冯工", network, "R09", network),
        "investigator": Hire("chen", "陈调查", service, "R11", city),
        "technician": Hire("qian", "钱师傅", crew, "R12", crew),
        "leader": Hire("zhao", "赵班长", crew, "R13", crew),
        "approver": Hire("sun", "孙审批", service, "R15", city),
        "appeal_officer": Hire("jiang", "蒋申诉", appeals, "R16", province),
        "caller": Hire("shen", "沈回访", service, "R17", city),
        "inspector": Hire("han", "韩质检", service, "R18", city),
        "liaison": Hire("yang", "杨联络", service, "R19", city),
        "rectifier": Hire("zhu", "朱整改", network, "R20", city),
        "manager": Hire("qin", "秦经理", service, "R21", city),
        "privacy": Hire("you", "尤隐私", service, "R22", province),
        "legal": Hire("xu", "许法务", service, "R23", province),
        "admin": Hire("he", "何管理", service, "R25", province),
        "auditor": Hire("lv", "吕审计", service, "R26", province),
        "stranger": Hire("shi", "陌生人", other, "R07", other),
    }
    actors = dict(zip(people, hire(*people.values()), strict=True))
    return Cast(city=city, other_city=other, **actors)
