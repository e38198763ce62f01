"""The kinds of which the story of a case is made, for reading one kind alone."""

from jiesu.cases.flow import steps_of

KINDS = ("handling", "talk", "letter", "evidence", "beside", "clock", "watch")
"""Handling, talk with the customer, letters, evidence, orders and appeals, clocks, who looked."""

_VERBS = {
    "talk": (
        "contact report_progress report_news report_result ask remind supplement expedite identify "
        "try_call score agree object order_miss order_contact call_back"
    ),
    "letter": "acknowledge",
    "evidence": "add_evidence export_evidence erase",
    "beside": (
        "dispatch order_create rectify join_rectification leave_rectification "
        "report_rectification appeal "
        "join_outage leave_outage outage_moved outage_over "
        "decide_appeal attach_external pay_remedy reverse_payment"
    ),
    "clock": "breach escalate pause resume extend file_extension recompute",
    "watch": "reveal unlock request approve decline lapse hold release name_accused archive",
}
_KIND = {verb: kind for kind, verbs in _VERBS.items() for verb in verbs.split()}


def kind_of(verb: str) -> str:
    """The one kind under which an entry of ``verb`` is told."""
    if known := _KIND.get(verb):
        return known
    steps = steps_of(verb)
    return "beside" if steps and steps[0].machine != "complaint" else "handling"
