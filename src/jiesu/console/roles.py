"""What each role may do, told where roles are given to people (§17)."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from jiesu.people.administration import FIRST_STAFF_ROLE
from jiesu.people.permissions import Cell, book
from jiesu.ui.fields import Choice
from jiesu.ui.tongue import named


class RoleTold(NamedTuple):
    """A role as an administrator reads it."""

    code: str
    title: str
    second_factor: bool
    """Whether its holders log in with a second factor."""
    may: tuple[str, ...]


def roles_to_grant() -> tuple[Choice, ...]:
    """Offer the roles of staff by code and name."""
    return tuple(Choice(one.code, f"{one.code} {one.title}") for one in roles_told())


def roles_told() -> list[RoleTold]:
    """Tell of every role of staff what the matrix of §17 gives it."""
    return [
        RoleTold(code, named(role), code in book().privileged, _may(code))
        for code, role in book().roles.items()
        if code >= FIRST_STAFF_ROLE
    ]


def _may(role: str) -> tuple[str, ...]:
    rows = book().permissions.values()
    return tuple(_told(named(row), row.cells[role]) for row in rows if role in row.cells)


def _told(title: str, cell: Cell) -> str:
    """Name the permission, with how far it goes where that is not the whole unit."""
    narrower = {
        "second": _("须另一人批准"),
        "masked": _("脱敏"),
        "limit": _("限额内"),
        "simple": _("仅限简单事项"),
        "propose": _("仅提请"),
        "agg": _("仅汇总"),
    }
    bounds = [_("仅限本人经办")] if cell.reach == "O" else []
    bounds += [str(said) for how, said in narrower.items() if how in cell.how]
    return (
        _("%(what)s（%(bounds)s）") % {"what": title, "bounds": "，".join(bounds)}
        if bounds
        else title
    )
