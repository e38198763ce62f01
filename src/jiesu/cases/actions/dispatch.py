"""T10: send work to a department or a crew, with all it needs to know (S38, S117, S121)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from jiesu.cases.book import routing
from jiesu.cases.models import Case
from jiesu.cases.numbers import next_number
from jiesu.cases.reasons import reason_told
from jiesu.cases.refusals import NotAllowed, unfit
from jiesu.cases.said import Letter, Opening, Said
from jiesu.cases.verbs import Scene, Words, move
from jiesu.cases.words import MaybeCode, MaybeLine, MaybePage
from jiesu.kit.sealed import unseal_json
from jiesu.people.models import Organisation
from jiesu.people.serving import able_to_serve, nearest_serving
from jiesu.rules.letters.quiet import QuietHours
from jiesu.rules.numbers import Prefix
from jiesu.rules.routing.route import (
    Route,
    UnroutableError,
    department_for,
    lacking_fields,
    missing_fields,
    route,
)
from jiesu.rules.workdays.shanghai import said
from jiesu.ui.joining import listed

_ASKED = (
    "url", "ip", "place", "error_code", "speed_test", "fee_period", "person", "new_address",
    "order_no", "sale", "request", "cell",
)  # fmt: skip
_KNOWN = {"account": "account", "address": "address", "contact_phone": "phone"}
"""Fields of an order that the case mostly knows, and the particular that holds them."""
ASKED = frozenset({*_ASKED, *_KNOWN})
"""Fields of which an order needs some or none."""
_TO_CONTACT = timedelta(minutes=30)
"""Within which the department gets in touch (S38)."""


class Dispatch(Words):
    """Where the work goes; what is left empty the routing rules decide, or the case knows."""

    order_type: MaybeCode = ""
    unit: MaybeCode = ""
    """Code of the department or crew."""
    note: MaybePage = ""
    account: MaybeLine = ""
    address: MaybeLine = ""
    contact_phone: MaybeLine = ""
    url: MaybeLine = ""
    ip: MaybeLine = ""
    place: MaybeLine = ""
    error_code: MaybeLine = ""
    speed_test: MaybeLine = ""
    fee_period: MaybeLine = ""
    person: MaybeLine = ""
    new_address: MaybeLine = ""
    order_no: MaybeLine = ""
    sale: MaybeLine = ""
    request: MaybeLine = ""
    cell: MaybeLine = ""


@move
def dispatch(scene: Scene, words: Dispatch) -> Said:
    """Open a work order; the owner stays the same (K5), the order carries what was tried."""
    way = _way(scene, words.order_type)
    order_type = way.order_type
    told = _told(scene.case, words)
    given = _given(scene, words, told)
    _check_fields(order_type, given)
    unit = unit_serving(way.department, scene.case.unit_path, words.unit)
    number = next_number(Prefix.ORDER, scene.case.region, scene.now)
    because = list(way.because)
    facts = {"order": number, "order_type": order_type, "unit": unit.code, "because": because}
    due = said(_awake(scene) + _TO_CONTACT)
    return Said(
        facts=facts,
        secret={
            "order": {**given, "note": words.note},
            **({"particulars": told} if told != _particulars(scene.case) else {}),
        },
        letters=[Letter("N10", {"dept": unit.name, "due": due})],
        then=[("order_create", _created(number, order_type, way, unit))],
    )


def _awake(scene: Scene) -> datetime:
    """From when it counts: at night nobody calls, and the letter itself waits (§19), but for P1."""
    return scene.now if scene.case.priority == "P1" else QuietHours().next_end(scene.now)


def _created(number: str, order_type: str, way: Route, unit: Organisation) -> Said:
    """The order itself, at the department; clocks tell field work from department work."""
    field = routing().department_of(way.department).field
    told = {"order_type": order_type, "kind": "FIELD" if field else "DEPARTMENT"}
    order = Opening("order", number, "AT_DEPT", unit_id=unit.id, record=told)
    return Said(facts={**told, "order": number, "unit": unit.code}, opens=[order])


def unit_serving(department: str, near: str, code: str = "") -> Organisation:
    """The unit of ``code``, else the one serving as ``department`` nearest to the path ``near``.

    Raises:
        Unfit: there is none.
    """
    if code:
        found = able_to_serve(near).filter(code=code).first()
    else:
        found = nearest_serving(department, near)
    if found is None:
        raise unfit(
            "unit",
            _("没有找到可接单的部门(%(code)s)，未派单。请选择部门。")
            % {"code": code or department},
        )
    return found


def usual_order(case: Case) -> str:
    """The type of order that the rules make for ``case``; empty where they make none."""
    try:
        return route(case.category, routing(), traits=_traits(case)).order_type
    except UnroutableError:
        return ""


def still_asked(case: Case, order_type: str) -> frozenset[str]:
    """The fields that somebody has to fill in for an order of this type on ``case``."""
    told = {name: case.masked.get(held) for name, held in _KNOWN.items()}
    try:
        return frozenset(lacking_fields(order_type, told, routing())) & ASKED
    except LookupError:
        return frozenset()


def _way(scene: Scene, chosen: str) -> Route:
    """By the rules; where a person chose another type of order, to whoever takes that."""
    case = scene.case
    try:
        external, traits = bool(case.external_source), _traits(case)
        way = route(case.category, routing(), external=external, traits=traits)
        if chosen in {"", way.order_type}:
            return way
        department = department_for(chosen, routing())
    except UnroutableError as refused:
        raise NotAllowed(reason_told(refused.because)) from refused
    except LookupError as unknown:
        said_so = _("没有工单类型 %(code)s 的承办部门，未派单；请核对工单类型。")
        raise unfit("order_type", said_so % {"code": chosen}) from unknown
    return replace(way, order_type=chosen, department=department, because=())


def _traits(case: Case) -> frozenset[str]:
    """What is found of the line as far as the route depends on it: it is cut off with others.

    Once service is back for the others, what is still bad is the line's own.
    """
    cut_off = case.outage and not case.record.get("restored_at")
    return frozenset({"outage"} if cut_off else ())


def _particulars(case: Case) -> dict[str, str]:
    told: dict[str, str] = unseal_json(bytes(case.secret)) if case.secret else {}
    return told


def _told(case: Case, words: Dispatch) -> dict[str, str]:
    """The particulars of the case, with those that it lacked and ``words`` tell: it keeps them."""
    told = _particulars(case)
    new = {held: getattr(words, name).strip() for name, held in _KNOWN.items()}
    return {**{held: value for held, value in new.items() if value}, **told}


def _given(scene: Scene, words: Dispatch, told: Mapping[str, str]) -> dict[str, Any]:
    known = {name: told.get(held, "") for name, held in _KNOWN.items()}
    amount = scene.case.record.get("amount_fen", "")
    return {**known, "amount_fen": amount, **{name: getattr(words, name) for name in _ASKED}}


def _check_fields(order_type: str, given: dict[str, Any]) -> None:
    try:
        missing = missing_fields(order_type, given, routing())
    except LookupError as unknown:
        said_so = _("没有工单类型 %(code)s，未派单；请核对工单类型。")
        raise unfit("order_type", said_so % {"code": order_type}) from unknown
    if missing:
        names = listed(reason_told(name) for name in missing)
        raise unfit(
            "order_type",
            _("工单缺少必填内容：%(names)s，未派单。请补充后再派(T10)。") % {"names": names},
        )
