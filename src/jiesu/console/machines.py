"""What the machines beside a complaint are called: one of them, and a list of them."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from jiesu.cases.models import Proceeding

LISTED: dict[str, Promise] = {
    "order": pgettext_lazy("list", "工单"),
    "appeal": pgettext_lazy("list", "申诉"),
    "rectification": pgettext_lazy("list", "整改"),
    "external": pgettext_lazy("list", "外部转办"),
    "outage": pgettext_lazy("list", "群障"),
}
"""Chinese has one word for one and for several."""


def machine_title(machine: str) -> str:
    """Say what one of the machine is called."""
    titles = {
        "order": _("工单"),
        "appeal": _("申诉"),
        "rectification": _("整改"),
        "external": _("外部转办"),
    }
    return titles.get(machine, machine)


def body_named(source: str) -> str:
    """Say in short which body sent something on."""
    known = {"g12345": "12345", "g12315": "12315", "miit": _("工信部门")}
    return known.get(source, source)


def called(one: Proceeding) -> str:
    """Its number; what was sent on goes by the number of the body that sent it."""
    if one.machine != "external":
        return one.number
    return f"{body_named(one.record.get('source', ''))} {one.record.get('external_no', '')}".strip()
