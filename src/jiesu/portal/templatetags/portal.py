"""Says promises and titles in the reader's language: ``{% load portal %}``."""

from django import template
from django.utils.translation import gettext as _

from jiesu.cases.models import PromiseRow
from jiesu.portal.commitments import Commitment, Expected
from jiesu.portal.labels import label
from jiesu.portal.moments import length, tell

register = template.Library()


@register.simple_tag
def within(one: Commitment) -> str:
    """Say a published time: within how long we do what."""
    return _("%(length)s内%(what)s") % {"length": length(one.amount), "what": one.promise}


@register.simple_tag
def promised(one: Expected) -> str:
    """Say a date that a complaint sent now will have."""
    told = {"due": tell(one.due_at), "what": one.promise}
    return (_("%(due)s前%(what)s（预计）") if one.provisional else _("%(due)s前%(what)s")) % told


@register.simple_tag
def promised_row(what: str, row: PromiseRow) -> str:
    """Say a date that a complaint has."""
    told = {"due": tell(row.due_at), "what": what}
    return (_("%(due)s前%(what)s（预计）") if row.provisional else _("%(due)s前%(what)s")) % told


@register.simple_tag
def field_title(name: str) -> str:
    """Say what a particular is called."""
    return label(name).title
