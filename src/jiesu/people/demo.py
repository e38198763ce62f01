"""The people of the demonstration: an organisation, one or more for every role, some customers."""

import secrets
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import NamedTuple

import msgspec
from django.contrib.auth.hashers import make_password

from jiesu.kit.home import home, keep_private
from jiesu.people.customers import Holder, Line, connect, enrol
from jiesu.people.models import Grant, Organisation, Staff
from jiesu.people.permissions import book
from jiesu.people.units import plant

_EASY_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


class CastMember(NamedTuple):
    """How somebody of the demonstration logs in."""

    username: str
    role: str
    password: str
    name: str
    work: str


class _Unit(msgspec.Struct, forbid_unknown_fields=True):
    code: str
    name: str
    kind: str
    region: str
    under: str = ""
    serves: list[str] = []
    contractor: bool = False


class _Person(msgspec.Struct, forbid_unknown_fields=True):
    user: str
    name: str
    work_no: str
    unit: str
    roles: list[str]


class _LineRow(msgspec.Struct, forbid_unknown_fields=True):
    name: str
    phone: str
    account: str
    address: str
    unit: str
    product: str
    rate: int
    rural: bool
    since: date
    rent: int
    company: bool = False


class _Cast(msgspec.Struct, forbid_unknown_fields=True):
    units: list[_Unit]
    people: list[_Person]
    lines: list[_LineRow]


def demo_cast() -> list[CastMember]:
    """Everybody of the demonstration; the password is drawn once for each installation."""
    password, units = _password(), {unit.code: unit.name for unit in _cast().units}
    return [
        CastMember(
            person.user,
            role := person.roles[0].partition("@")[0],
            password,
            person.name,
            f"{role} {book().roles[role].zh}，{units[person.unit]}",
        )
        for person in _cast().people
    ]


def lay_out_people(at: datetime) -> list[CastMember]:
    """Write the demonstration's organisation, staff and customers into an empty database."""
    units: dict[str, Organisation] = {}
    for unit in _cast().units:
        units[unit.code] = _plant(unit, units.get(unit.under))
    members = demo_cast()
    hashed = make_password(_password())  # one for all: hashing is slow on purpose
    for person in _cast().people:
        _hire(person, hashed, units, at)
    for line in _cast().lines:
        _connect(line, units[line.unit])
    return members


def _plant(unit: _Unit, parent: Organisation | None) -> Organisation:
    return plant(
        parent,
        code=unit.code,
        name=unit.name,
        kind=unit.kind,
        region=unit.region,
        serves=unit.serves,
        contractor=unit.contractor,
    )


def _hire(person: _Person, hashed: str, units: dict[str, Organisation], at: datetime) -> None:
    staff = Staff.objects.create(
        username=person.user,
        password=hashed,
        name=person.name,
        work_no=person.work_no,
        organisation=units[person.unit],
    )
    for held in person.roles:
        role, _, over = held.partition("@")
        unit = units[over or person.unit]
        Grant.objects.create(staff=staff, role=role, organisation=unit, granted_at=at)


def _connect(line: _LineRow, unit: Organisation) -> None:
    connect(
        enrol(Holder(line.name, line.phone), company=line.company),
        Line(line.account, line.address),
        organisation=unit,
        product=line.product,
        rate_mbps=line.rate,
        rural=line.rural,
        region=unit.region,
        installed_on=line.since,
        monthly_rent_fen=line.rent,
    )


def _password() -> str:
    path = home() / "demo-password"
    keep_private(path, lambda: "-".join(_syllables()))
    return path.read_text().strip()


def _syllables() -> list[str]:
    return ["".join(secrets.choice(_EASY_LETTERS) for _ in range(4)) for _ in range(3)]


@cache
def _cast() -> _Cast:
    path = Path(__file__).with_name("demo.toml")
    return msgspec.toml.decode(path.read_bytes(), type=_Cast)
