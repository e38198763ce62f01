"""From a category to an order type and a department (§11.4, T10)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from jiesu.rules.reason import Because, ReasonedError, why
from jiesu.rules.routing.book import RouteRow, RoutingBook


class UnroutableError(ReasonedError):
    """A category for which no order is made; the reason says what to do instead."""


@dataclass(frozen=True, slots=True)
class Route:
    """Where the case goes."""

    order_type: str
    department: str
    skill: str
    because: tuple[Because, ...]
    together_with: str = ""
    """A second department that looks into it as well; empty for none."""
    co_owner_role: str = ""
    """Role of the joint owner beside the case's owner; empty for none (T28)."""


def route(
    category: str,
    book: RoutingBook,
    *,
    external: bool = False,
    traits: Collection[str] = (),
) -> Route:
    """Find the route. UnroutableError when the category is a result or another body's matter.

    ``traits`` are what diagnosis found: ``aaa``, ``binding``, ``egress``, ``outage``,
    ``below_rate``.
    """
    _refuse_unroutable(category, book)
    fitting = [row for row in book.route if _fits(row, category, traits)]
    if not fitting:
        raise UnroutableError(why("no_route", category=category))
    row = max(fitting, key=lambda each: (bool(each.trait), len(each.category)))
    joint = book.external_co_owner if external else ""
    return Route(
        order_type=row.order,
        department=row.department,
        skill=book.order_type(row.order).skill,
        because=(row.because, *([why("liaison_shares")] if external else [])),
        together_with=row.together_with,
        co_owner_role=joint,
    )


def department_for(order_type: str, book: RoutingBook) -> str:
    """The kind of department that takes orders of this type; LookupError when none does."""
    for row in book.route:
        if row.order == order_type:
            return row.department
    raise LookupError(f"没有工单类型 {order_type} 的承办部门，未派单；请核对工单类型。")


def lacking_fields(
    order_type: str, given: Mapping[str, object], book: RoutingBook
) -> tuple[str, ...]:
    """The fields that the order still lacks, by their codes."""
    needs = book.order_type(order_type).needs
    return tuple(name for name in needs if given.get(name) in (None, "", (), []))


def missing_fields(
    order_type: str, given: Mapping[str, object], book: RoutingBook
) -> tuple[str, ...]:
    """Name the fields, in words, that the order still lacks before it may be dispatched."""
    return tuple(book.fields[name] for name in lacking_fields(order_type, given, book))


def _refuse_unroutable(category: str, book: RoutingBook) -> None:
    for each in book.unroutable:
        if _below(category, each.category):
            raise UnroutableError(why("unroutable", because=each.because))


def _fits(row: RouteRow, category: str, traits: Collection[str]) -> bool:
    return _below(category, row.category) and (not row.trait or row.trait in traits)


def _below(code: str, above: str) -> bool:
    return code == above or code.startswith(f"{above}-")
