"""The matrix of §17 and the verbs' own lists of §11, read once from ``permissions.toml``."""

from functools import cache
from pathlib import Path
from typing import Literal

import msgspec

Reach = Literal["A", "D", "O", ""]
"""How far a permission goes: the organisation, the department, one's own, or no single case."""


class Role(msgspec.Struct, frozen=True):
    """A role of §17; ``own`` are the parts that make a case the person's own (O)."""

    zh: str
    en: str
    own: frozenset[str]


class Cell(msgspec.Struct, frozen=True):
    """One cell of the matrix: how far, and how (``second``, ``masked``, ``limit`` …)."""

    reach: Reach
    how: frozenset[str]


class Permission(msgspec.Struct, frozen=True):
    """A row of the matrix: what it is called, and the roles that have it."""

    zh: str
    en: str
    cells: dict[str, Cell]


class Verb(msgspec.Struct, frozen=True):
    """A verb with the roles that may do it (permission narrowed by the step's own list)."""

    clause: str
    cells: dict[str, Cell]
    second: frozenset[str]
    """Roles that may be the second person."""
    legal: frozenset[str]
    """Roles that are it instead, where a legal decision is needed (§16 CP7)."""
    step: str
    """The later or earlier verb that is the second person's act, if it is one of its own."""
    system: bool
    about: str
    """``case``, or ``operation`` for what is not about one case."""


class Reason(msgspec.Struct, frozen=True):
    """A purpose for which masked data may be shown."""

    code: str
    zh: str
    en: str


class RevealLimits(msgspec.Struct, frozen=True):
    """How often one person may unmask, and when it is reviewed (§17)."""

    per_hour: int
    per_day: int
    review_days: int
    reasons: tuple[Reason, ...]


class BreakGlass(msgspec.Struct, frozen=True):
    """How long an emergency look lasts, and which roles are told (§17)."""

    minutes: int
    tell: frozenset[str]


class Inspections(msgspec.Struct, frozen=True):
    """How long an auditor may inspect with one approval (§17 A²)."""

    most_days: int


class Login(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Bounds of logging in and of sessions."""

    failures: int
    within_minutes: int
    lock_minutes: int
    idle_minutes: int
    absolute_hours: int
    sessions: int
    first_link_hours: int


class Contractor(msgspec.Struct, frozen=True):
    """Roles that see only open orders of their crew, and for how long after closing (§17)."""

    roles: frozenset[str]
    hours_after_closing: int


class Book(msgspec.Struct, frozen=True):
    """Everything the file says."""

    roles: dict[str, Role]
    privileged: frozenset[str]
    """Roles whose holders must log in with a second factor."""
    reveal: RevealLimits
    break_glass: BreakGlass
    inspection: Inspections
    contractor: Contractor
    login: Login
    permissions: dict[str, Permission]
    verbs: dict[str, Verb]


class _Row(msgspec.Struct, forbid_unknown_fields=True):
    zh: str
    en: str
    clause: str
    cells: dict[str, str]


class _VerbRow(msgspec.Struct, forbid_unknown_fields=True):
    clause: str
    permission: str
    who: list[str] | None = None
    second: frozenset[str] = frozenset()
    legal: frozenset[str] = frozenset()
    step: str = ""
    system: bool = False
    customer: bool = False
    always_second: bool = False
    about: str = "case"


class _Privileged(msgspec.Struct, forbid_unknown_fields=True):
    roles: frozenset[str]


class _File(msgspec.Struct, forbid_unknown_fields=True):
    roles: dict[str, Role]
    privileged: _Privileged
    reveal: RevealLimits
    break_glass: BreakGlass
    inspection: Inspections
    contractor: Contractor
    login: Login
    permission: dict[str, _Row]
    verb: dict[str, _VerbRow]


@cache
def book() -> Book:
    """Read the file; raises ValueError when it contradicts itself."""
    path = Path(__file__).with_name("permissions.toml")
    file = msgspec.toml.decode(path.read_bytes(), type=_File)
    view = {role: _reach(cell, "") for role, cell in file.permission["view_case"].cells.items()}
    permissions = {
        name: Permission(
            row.zh, row.en, {r: _cell(cell, view.get(r, "")) for r, cell in row.cells.items()}
        )
        for name, row in file.permission.items()
    }
    return Book(
        roles=file.roles,
        privileged=file.privileged.roles,
        reveal=file.reveal,
        break_glass=file.break_glass,
        inspection=file.inspection,
        contractor=file.contractor,
        login=file.login,
        permissions=permissions,
        verbs={name: _verb(name, row, permissions) for name, row in file.verb.items()},
    )


def _reach(written: str, otherwise: Reach) -> Reach:
    first = written.split(maxsplit=1)[0]
    match first:
        case "A" | "D" | "O":
            return first
        case "agg":
            return ""
        case _:
            return otherwise


def _cell(written: str, view: Reach) -> Cell:
    """A cell without a letter reaches as far as the role views."""
    words = frozenset(written.split()) - {"A", "D", "O"}
    return Cell(reach=_reach(written, view), how=words)


def _verb(name: str, row: _VerbRow, permissions: dict[str, Permission]) -> Verb:
    cells = permissions[row.permission].cells
    if row.who is not None:
        if strangers := set(row.who) - set(cells):
            raise ValueError(f"{name}: {sorted(strangers)} have nothing in row {row.permission}")
        cells = {role: cells[role] for role in row.who}
    cells = {role: _for_verb(cell, row) for role, cell in cells.items()}
    if row.customer:
        cells |= {role: Cell(reach="O", how=frozenset()) for role in ("R01", "R02")}
    if any("second" in cell.how for cell in cells.values()) and not (row.second or row.step):
        raise ValueError(f"{name}: needs a second person (²), but nobody is named")
    return Verb(row.clause, cells, row.second, row.legal, row.step, row.system, row.about)


def _for_verb(cell: Cell, row: _VerbRow) -> Cell:
    """What the step itself says about the second person settles the cell's ²."""
    how = cell.how - {"second"} if row.step else cell.how
    if row.always_second or ("propose" in how and row.second):
        how |= {"second"}
    return Cell(cell.reach, how)
