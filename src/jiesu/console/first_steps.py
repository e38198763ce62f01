"""The first page of a fresh administrator: what is done and what is left, gone when all is."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from jiesu.console.beginning import steps
from jiesu.console.page import shown
from jiesu.people.doors import StaffRequest, door


@door("administer")
def first_steps(request: StaffRequest) -> HttpResponse:
    """Show every step in the order in which it is done."""
    columns = [_("步骤"), _("状态"), _("还缺什么"), _("办理")]
    return shown(request, "console/first_steps.html", {"steps": steps(), "columns": columns})
