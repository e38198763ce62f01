"""T10: send work to a department or a crew, with all it needs to know (S38, S117, S121)."""

from datetime import timedelta
from typing import Any

from jiesu.cases.book import routing
from jiesu.cases.numbers import next_number
from jiesu.cases.refusals import NotAllowed, unfit
from jiesu.cases.said import Letter, Opening, Said
from jiesu.cases.verbs import Scene, Words, move
from jiesu.cases.words import MaybeCode, MaybeLine, MaybePage
from jiesu.kit.sealed import unseal_json
from jiesu.people.models import Organisation
from jiesu.people.serving import nearest_serving
from jiesu.rules.numbers import Prefix
from jiesu.rules.routing.route import Route, UnroutableError, missing_fields, route
from jiesu.rules.workdays.shanghai import said

_ASKED = (
    "url", "ip", "place", "error_code", "speed_test", "fee_period", "person", "new_address",
    "order_no", "sale", "request", "cell",
)  # fmt: skip
_KNOWN = {"account": "account", "address": "address", "contact_phone": "phone"}
"""Fields of an order that the case already knows, and the particular that holds them."""
_TO_CONTACT = timedelta(minutes=30)
"""Within which the department gets in touch (S38)."""


class Dispatch(Words):
    """Where the work goes; what is left empty the routing rules decide."""

    order_type: MaybeCode = ""
    unit: MaybeCode = ""
    """Code of the department or crew."""
    note: MaybePage = ""
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
    way = _way(scene)
    order_type = words.order_type or way.order_type
    given = _given(scene, words)
    _check_fields(order_type, given)
    unit = unit_serving(way.department, scene.case.unit_path, words.unit)
    number = next_number(Prefix.ORDER, scene.case.region, scene.now)
    because = list(way.because)
    facts = {"order": number, "order_type": order_type, "unit": unit.code, "because": because}
    due = said(scene.now + _TO_CONTACT)
    return Said(
        facts=facts,
        secret={"order": {**given, "note": words.note}},
        letters=[Letter("N10", {"dept": unit.name, "due": due})],
        then=[("order_create", _created(number, order_type, way, unit))],
    )


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
        found = Organisation.objects.filter(code=code).first()
    else:
        found = nearest_serving(department, near)
    if found is None:
        raise unfit("unit", f"没有找到可接单的部门({code or department})，未派单。请选择部门。")
    return found


def _way(scene: Scene) -> Route:
    case = scene.case
    try:
        return route(case.category, routing(), external=bool(case.external_source))
    except UnroutableError as refused:
        raise NotAllowed(str(refused)) from refused


def _given(scene: Scene, words: Dispatch) -> dict[str, Any]:
    told = unseal_json(bytes(scene.case.secret)) if scene.case.secret else {}
    known = {name: told.get(held, "") for name, held in _KNOWN.items()}
    amount = scene.case.record.get("amount_fen", "")
    return {**known, "amount_fen": amount, **{name: getattr(words, name) for name in _ASKED}}


def _check_fields(order_type: str, given: dict[str, Any]) -> None:
    try:
        missing = missing_fields(order_type, given, routing())
    except LookupError as unknown:
        raise unfit("order_type", str(unknown)) from unknown
    if missing:
        names = "、".join(missing)
        raise unfit("order_type", f"工单缺少必填内容：{names}，未派单。请补充后再派(T10)。")
