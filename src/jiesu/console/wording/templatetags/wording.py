"""Texts beside a form, macros beside a case: ``{% load wording %}``."""

from collections.abc import Iterable
from typing import Any

from django import template

from jiesu.cases.models import Case
from jiesu.console.wording.keeping import offered
from jiesu.console.wording.macros import macros_for
from jiesu.people.actor import Actor
from jiesu.ui.fields import Field

register = template.Library()


@register.inclusion_tag("console/wording/beside.html")
def text_modules(actor: Actor, fields: Iterable[Field]) -> dict[str, Any]:
    """Offer texts to put into the long fields of a form, for whoever has no scripts."""
    into = [(one.name, one.title) for one in fields if one.kind == "page"]
    return {"texts": offered(actor, "text") if into else [], "into": into}


@register.inclusion_tag("console/wording/macros.html")
def macros_on(actor: Actor, case: Case) -> dict[str, Any]:
    """Offer the macros that the case's state allows, each with its key."""
    return {"macros": macros_for(actor, case), "case": case}
