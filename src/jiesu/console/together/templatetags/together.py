"""What the shell of the console shows of working together."""

from typing import Any

from django import template

from jiesu.console.together.inbox import unread
from jiesu.console.together.tabs import tabs_of

register = template.Library()


@register.inclusion_tag("together/tabs.html", takes_context=True)
def open_tabs(context: dict[str, Any]) -> dict[str, Any]:
    """Show the open cases of whoever looks at the page."""
    actor, case = context.get("actor"), context.get("case")
    here = getattr(case, "number", "")
    found = tabs_of(actor) if actor else []
    return {"tabs": found, "here": here, "csrf_token": context.get("csrf_token")}


@register.simple_tag(takes_context=True)
def unread_notices(context: dict[str, Any]) -> int:
    """Count the notices that wait in the inbox."""
    actor = context.get("actor")
    return unread(actor) if actor else 0
