"""Which verb is the likely next one, by where the case stands: it is offered first."""

from collections.abc import Collection

from jiesu.cases.models import Case, Proceeding

_BY_STATE = {
    "RECEIVED": "register ask",
    "REGISTERED": "accept guide ask",
    "PENDING_INFO": "supplement proceed",
    "ACCEPTED": "dispatch investigate guide",
    "ONLINE": "settle dispatch",
    "IN_PROGRESS": "conclude report_progress",
    "INVESTIGATING": "find report_progress",
    "FOUND": "propose",
    "PROPOSED": "agree object",
    "NEGOTIATING": "reconcile propose deadlock",
    "EXECUTING": "resolve pay_remedy",
    "RESOLVED": "call_back",
    "CALLBACK": "try_call close",
    "REOPENED": "rehandle",
    "APPEALED": "decide_appeal",
    "AT_TECH": "order_contact order_miss",
    "CONTACTED": "order_appoint",
    "APPOINTED": "order_depart order_arrive",
    "RESCHEDULED": "order_depart order_arrive",
    "EN_ROUTE": "order_arrive",
    "ARRIVED": "order_work",
    "WORKING": "order_fix",
    "BLOCKED": "order_work",
    "FIXED": "order_verify order_confirm",
    "VERIFIED": "order_confirm",
    "USER_CONFIRMED": "order_done",
    "CONFIRM_DEFERRED": "order_done",
}
_BY_FACT_FINDING = "investigate dispatch"
"""Matters of money, service and conduct are found out; a line is mended by a crew."""

_REPAIRING = frozenset({"REGISTERED", "ACCEPTED", "ONLINE", "IN_PROGRESS"})


def likely(case: Case, running: Collection[str], one: Proceeding | None = None) -> list[str]:
    """Verbs in the order in which they are probably wanted; ``running`` are the clocks that run."""
    state = one.state if one else case.state
    verbs = _BY_STATE.get(state, "")
    if state == "ACCEPTED" and case.category[:1] not in {"N", "B"}:
        verbs = _BY_FACT_FINDING
    if state == "INVESTIGATING" and not _investigated(case):
        verbs = "investigate"
    if state == "CALLBACK" and _heard(case):
        verbs = "close try_call"
    if state == "IN_PROGRESS" and _orders_open(case):
        verbs = "report_progress contact"
    if one is None and case.outage:
        verbs = _of_outage(case, verbs)
    first = ["contact"] if one is None and "FIRST_TOUCH" in running and state != "RECEIVED" else []
    return [*first, *verbs.split()]


def _of_outage(case: Case, usual: str) -> str:
    """Nobody is sent to one line of many; once it is back somebody asks whether it works."""
    if case.record.get("restored_at") and case.state in _REPAIRING:
        return f"contact {usual}"
    return "report_progress guide" if case.state == "ACCEPTED" else usual


def _heard(case: Case) -> bool:
    """A scored case has been heard; other answers stand in the ledger alone."""
    return bool(case.record.get("score"))


def _investigated(case: Case) -> bool:
    """Taken up again, a case need not have anybody yet who looks into it (T23)."""
    return case.parts.filter(part="investigator", until=None).exists()


def _orders_open(case: Case) -> bool:
    noted = case.record.get("proceedings", {}).values()
    ended = {"DONE", "CANCELLED", "CONVERTED_TO_OUTAGE"}
    return any(machine == "order" and state not in ended for machine, state in noted)
