"""The cast: one operator with two cities, and one person for every role a story needs."""

from dataclasses import dataclass
from datetime import UTC, datetime

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


def person(username: str, name: str, home: Organisation, role: str, over: Organisation) -> Actor:
    """Somebody with one role."""
    staff = Staff.objects.create(
        username=username, name=name, work_no=username.upper(), organisation=home
    )
    Grant.objects.create(staff=staff, role=role, organisation=over, granted_at=BEGAN)
    actor = load_actor(staff.id)
    assert actor is not None
    return actor


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
    return Cast(
        city=city,
        other_city=other,
        agent=person("li", "李工", service, "R03", city),
        writer=person("lin", "林新媒", service, "R05", city),
        intake=person("wu", "吴登记", service, "R06", city),
        owner=person("zhou", "周专员", service, "R07", city),
        second_owner=person("zheng", "郑专员", service, "R07", city),
        dispatcher=person("wang", "王调度", service, "R08", city),
        handler=person("feng", "冯工", network, "R09", network),
        investigator=person("chen", "陈调查", service, "R11", city),
        technician=person("qian", "钱师傅", crew, "R12", crew),
        leader=person("zhao", "赵班长", crew, "R13", crew),
        approver=person("sun", "孙审批", service, "R15", city),
        appeal_officer=person("jiang", "蒋申诉", appeals, "R16", province),
        caller=person("shen", "沈回访", service, "R17", city),
        inspector=person("han", "韩质检", service, "R18", city),
        liaison=person("yang", "杨联络", service, "R19", city),
        rectifier=person("zhu", "朱整改", network, "R20", city),
        manager=person("qin", "秦经理", service, "R21", city),
        privacy=person("you", "尤隐私", service, "R22", province),
        legal=person("xu", "许法务", service, "R23", province),
        admin=person("he", "何管理", service, "R25", province),
        auditor=person("lv", "吕审计", service, "R26", province),
        stranger=person("shi", "陌生人", other, "R07", other),
    )
