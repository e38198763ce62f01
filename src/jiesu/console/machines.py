"""What the machines beside a complaint are called."""

from django.utils.translation import gettext as _


def machine_title(machine: str) -> str:
    """Say what the machine is called."""
    titles = {
        "order": _("工单"),
        "appeal": _("申诉"),
        "rectification": _("整改"),
        "external": _("外部转办"),
    }
    return titles.get(machine, machine)
