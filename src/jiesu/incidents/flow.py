"""How a complaint stands to an outage: it joins, hears of it, leaves; its state stays (§11)."""

from django.utils.translation import gettext_lazy as _

from jiesu.cases.flow import OPEN, Step, enrol
from jiesu.cases.titles import enrol_titles

LINKED = tuple(
    Step(verb, OPEN, (), clause)
    for verb, clause in (
        ("join_outage", "S106"),
        ("leave_outage", "S106"),
        ("outage_moved", "N12"),
        ("outage_over", "N19O"),
    )
)
HEARING_THE_END = frozenset({"CLOSED", "ARCHIVED", "MERGED"})
"""States in which N12 is still owed its second half; who withdrew wants to hear nothing."""
AFTERWARDS = (Step("outage_over", HEARING_THE_END, (), "N12"),)

enrol((*LINKED, *AFTERWARDS))
enrol_titles(
    {},
    {
        "join_outage": _("并入群障"),
        "leave_outage": _("移出群障"),
        "outage_moved": _("告知群障变更"),
        "outage_over": _("告知群障恢复"),
    },
)
