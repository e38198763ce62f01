"""Says what the book of rules calls a thing, in the language of the reader."""

from functools import cache

from jiesu.cases.book import routing, taxonomy
from jiesu.people.permissions import book as people_book
from jiesu.rules.evidence.kinds import our_own as evidence_table
from jiesu.rules.policies.catalogue import catalogue
from jiesu.rules.policies.pack import Layer
from jiesu.rules.remedies.tariff import our_own as tariff
from jiesu.rules.taxonomy.category import UnknownCategoryError
from jiesu.ui.tongue import Bilingual, named


def clock_title(code: str) -> str:
    """Say what the clock ``code`` promises."""
    known = catalogue().get(code)
    return named(known) if known else code


def layer_title(layer: Layer) -> str:
    """Say which kind of rule asks for a promise."""
    return named(layer)


def category_title(code: str) -> str:
    """Say the category with those above it."""
    try:
        return " › ".join(named(one) for one in taxonomy().lineage(code))
    except UnknownCategoryError:
        return code


def role_title(code: str) -> str:
    """Say what the role ``code`` is called."""
    known = people_book().roles.get(code)
    return named(known) if known else code


def reason_title(code: str) -> str:
    """Say for which purpose somebody looked behind the mask."""
    reasons = {one.code: one for one in people_book().reveal.reasons}
    return named(reasons[code]) if code in reasons else code


def order_type_title(code: str) -> str:
    """Say what type of work order ``code`` is."""
    known = next((one for one in routing().order if one.type == code), None)
    return named(known) if known else code


def evidence_title(code: str) -> str:
    """Say what kind of evidence ``code`` is."""
    known = evidence_table().kinds.get(code)
    return named(known) if known else code


def remedy_title(code: str) -> str:
    """Say what the remedy ``code`` is (§16), with the code that finance knows it by."""
    known = tariff().basis.get(code)
    return f"{code} {named(known.title)}" if known else code


def code_title(list_name: str, code: str) -> str:
    """Say the code of one of the closed lists (§13)."""
    known = _codes(list_name).get(code)
    return named(known) if known else code


@cache
def _codes(list_name: str) -> dict[str, Bilingual]:
    return {one.code: one for one in taxonomy().codes(list_name)}
