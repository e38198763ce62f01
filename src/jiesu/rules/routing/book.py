"""Departments, order types and routes as loaded data (§11.4)."""

from functools import lru_cache
from pathlib import Path

import msgspec

from jiesu.rules.shelf import Shelf


class Department(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A kind of department and the role that answers there; ``field`` when it visits homes."""

    kind: str
    zh: str
    en: str
    role: str
    field: bool = False


class OrderType(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A type of work order, the skill it asks for and the fields it must carry."""

    type: str
    zh: str
    en: str
    needs: tuple[str, ...]
    skill: str
    clause: str = "T10"


class RouteRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A category, perhaps with a trait, and where it goes."""

    category: str
    order: str
    department: str
    because: str
    because_en: str = ""
    trait: str = ""
    together_with: str = ""


class Unroutable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A category that no order is made for, and what to do instead."""

    category: str
    because: str
    because_en: str = ""


class Example(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A category with traits and its route; the tests compute it."""

    category: str
    order: str
    department: str
    traits: tuple[str, ...] = ()


class RoutingBook(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All that decides where a case goes."""

    clause: str
    external_co_owner: str
    department: tuple[Department, ...]
    fields: dict[str, str]
    order: tuple[OrderType, ...]
    route: tuple[RouteRow, ...]
    unroutable: tuple[Unroutable, ...]
    example: tuple[Example, ...]
    owner_cap: int = 60
    """Open cases above which an owner comes after the others, unless noted of that person."""

    def order_type(self, code: str) -> OrderType:
        """Find an order type; LookupError when there is none of this code."""
        for each in self.order:
            if each.type == code:
                return each
        raise LookupError(f"没有工单类型 {code}，未派单；请核对工单类型。")

    def department_of(self, kind: str) -> Department:
        """Find a kind of department; LookupError when there is none of this kind."""
        for each in self.department:
            if each.kind == kind:
                return each
        raise LookupError(f"没有部门类别 {kind}，未派单；请核对部门类别。")


@lru_cache(maxsize=8)
def load_routing(extra_dir: Path | None = None) -> RoutingBook:
    """Load our routes, shadowed by ``routing.toml`` in ``extra_dir``. Read once and kept."""
    page = Shelf(Path(__file__).parent, extra_dir).read("routing.toml")
    return msgspec.toml.decode(page, type=RoutingBook)
