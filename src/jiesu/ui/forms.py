"""A form derived from a struct: the words of a verb are at once the screen's fields.

``fields_of`` shows it, ``read_form`` reads what was typed, ``faults_of`` says per field what is
missing or too long before anybody else is asked. What a struct cannot say (titles, hints, choices
for codes) the caller tells.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Literal, get_args, get_origin, get_type_hints

import msgspec
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from msgspec import inspect

from jiesu.kit.text import clean_all
from jiesu.ui.fields import Choice, Field, Kind, Label

SPARE_ROWS = 2
"""Empty rows offered below the filled ones; a page without JavaScript cannot add any."""
MOST_ROWS = 20
LINE = 200
"""A text that may be longer than this is given several lines."""
_YEARS = range(1900, 3000)
"""Outside them a year is a slip of the pen, and near the ends of time no zone can be reckoned."""
MONEY = "_fen"
"""A number whose name ends so is money: typed and shown in yuan, kept in whole fen."""


def _untitled(name: str) -> Label:
    return Label(name)


def _no_choices(_name: str) -> tuple[Choice, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class Manner:
    """What a struct does not say of itself.

    ``label`` and ``choices`` are asked with the name of the field (inside a repeated group
    ``group.name``); a field with choices is chosen, whatever its type.
    """

    label: Callable[[str], Label] = _untitled
    choices: Callable[[str], tuple[Choice, ...]] = _no_choices
    kinds: Mapping[str, Kind] = field(default_factory=dict)
    """Fields that are better shown otherwise: ``{"phone": "tel"}``."""
    leave_out: frozenset[str] = frozenset()


def fields_of(
    words: type[msgspec.Struct],
    manner: Manner,
    typed: Mapping[str, Any] | None = None,
    faults: Mapping[str, str] | None = None,
    prefix: str = "",
) -> list[Field]:
    """Return the fields of ``words`` with what was typed and what is wrong with it."""
    typed, faults = typed or {}, faults or {}
    hints = get_type_hints(words)
    return [
        _field(told, hints[told.name], manner, typed.get(told.encode_name), faults, prefix)
        for told in _told(words)
        if told.encode_name not in manner.leave_out
    ]


def read_form(posted: QueryDict, words: type[msgspec.Struct], prefix: str = "") -> dict[str, Any]:
    """Return what was typed, as ``words`` may be made of it; what was left empty is absent.

    A required text left empty stays as ``""``, so that it can be refused by name.
    """
    found: dict[str, Any] = {}
    for told in _told(words):
        value = clean_all(_read(posted, prefix + told.encode_name, _plain(told.type)))
        if told.encode_name.endswith(MONEY):
            value = _fen(value)
        if value not in ("", [], None) or (told.required and value == ""):
            found[told.encode_name] = value
    return found


def faults_of(words: type[msgspec.Struct], read: Mapping[str, Any]) -> dict[str, str]:
    """Say by field what is missing or does not fit; empty if all does."""
    found: dict[str, str] = {}
    for told in _told(words):
        if told.encode_name not in read:
            if told.required and not isinstance(_plain(told.type), inspect.BoolType):
                found[told.encode_name] = _("这一项必须填写。")
        elif told.encode_name.endswith(MONEY) and not isinstance(read[told.encode_name], int):
            found[told.encode_name] = _("请填写金额，单位元，最多两位小数。")
        elif sentence := _fault(_plain(told.type), read[told.encode_name], told.required):
            found[told.encode_name] = sentence
    return found


def unasked(words: type[msgspec.Struct], told: Mapping[str, Any]) -> bool:
    """Whether a tick that has to be decided was not: the form has not been sent yet."""
    return any(
        one.required and isinstance(_plain(one.type), inspect.BoolType)
        for one in _told(words)
        if one.encode_name not in told
    )


def _told(words: type[msgspec.Struct]) -> tuple[inspect.Field, ...]:
    """The struct's fields, as the library sees them."""
    info = inspect.type_info(words)
    assert isinstance(info, inspect.StructType)
    return info.fields


def _plain(kind: inspect.Type) -> inspect.Type:
    """The type without "or nothing" and without notes."""
    if isinstance(kind, inspect.Metadata):
        return _plain(kind.type)
    if isinstance(kind, inspect.UnionType):
        return _plain(next(t for t in kind.types if not isinstance(t, inspect.NoneType)))
    return kind


def _field(  # noqa: PLR0913, PLR0917 - private: all that is known of one field
    told: inspect.Field,
    hint: Any,
    manner: Manner,
    value: Any,
    faults: Mapping[str, str],
    prefix: str,
) -> Field:
    kind, name = _plain(told.type), told.encode_name
    path = _path(prefix + name)
    label = manner.label(path)
    choices = manner.choices(path) or (
        () if _repeats(kind) else _literal_choices(hint, path, manner)
    )
    shown = manner.kinds.get(path) or ("money" if name.endswith(MONEY) else _kind(kind, choices))
    rows: tuple[tuple[Field, ...], ...] = ()
    if shown == "rows":
        assert isinstance(kind, inspect.ListType)
        rows = tuple(_rows(_struct(kind.item_type), manner, value or [], prefix + name))
    return Field(
        name=prefix + name,
        title=label.title,
        kind=shown,
        hint=label.hint,
        required=_must(told, kind, shown),
        value=_typed(value if value is not None else _default(told), shown),
        error=faults.get(name, ""),
        choices=choices,
        most=kind.max_length if isinstance(kind, inspect.StrType) else None,
        low=kind.ge if shown == "number" and isinstance(kind, inspect.IntType) else None,
        high=kind.le if shown == "number" and isinstance(kind, inspect.IntType) else None,
        rows=rows,
    )


def _repeats(kind: inspect.Type) -> bool:
    """Whether it is a group of fields, repeated."""
    return isinstance(kind, inspect.ListType) and isinstance(
        _plain(kind.item_type), inspect.StructType
    )


def _path(name: str) -> str:
    """``remedies-0-kind`` is asked for as ``remedies.kind``."""
    return ".".join(part for part in name.split("-") if not part.isdigit())


def _literal_choices(hint: Any, path: str, manner: Manner) -> tuple[Choice, ...]:
    """The values of a Literal in the order in which they were written."""
    values = [str(value) for value in _literals(hint) if value != ""]
    return tuple(Choice(value, manner.label(f"{path}:{value}").title) for value in values)


def _literals(hint: Any) -> tuple[Any, ...]:
    if get_origin(hint) is Literal:
        return get_args(hint)
    return next((found for inner in get_args(hint) if (found := _literals(inner))), ())


_SHOWN: dict[type[inspect.Type], Kind] = {
    inspect.BoolType: "yes",
    inspect.IntType: "number",
    inspect.FloatType: "number",
    inspect.DateTimeType: "moment",
    inspect.DateType: "day",
}


def _kind(kind: inspect.Type, choices: tuple[Choice, ...]) -> Kind:
    if isinstance(kind, inspect.ListType):
        if _repeats(kind):
            return "rows"
        return "some" if choices else "lines"
    if choices:
        return "one"
    most = getattr(kind, "max_length", None)
    return _SHOWN.get(type(kind)) or ("text" if most and most <= LINE else "page")


def _must(told: inspect.Field, kind: inspect.Type, shown: Kind) -> bool:
    """A tick may always stay away; a list must be filled if an empty one is refused."""
    if shown == "yes":
        return False
    return told.required or bool(getattr(kind, "min_length", 0))


def _default(told: inspect.Field) -> Any:
    return "" if told.default in (msgspec.NODEFAULT, None) else told.default


def _typed(value: Any, shown: Kind) -> Any:
    """The value as the control shows it."""
    if isinstance(value, datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        return local.strftime("%Y-%m-%dT%H:%M")
    if shown == "lines" and isinstance(value, list | tuple):
        return "\n".join(map(str, value))
    if shown == "money" and isinstance(value, int):
        return f"{value / 100:.2f}" if value else ""
    return value


def _rows(
    words: type[msgspec.Struct], manner: Manner, values: list[Any], name: str
) -> Iterator[tuple[Field, ...]]:
    for n in range(min(len(values) + SPARE_ROWS, MOST_ROWS)):
        typed = values[n] if n < len(values) else None
        made = fields_of(words, manner, typed, prefix=f"{name}-{n}-")
        yield tuple(_eased(one) for one in made) if typed is None else tuple(made)


def _eased(one: Field) -> Field:
    """Return the field of a spare row: the browser must not insist on it."""
    return Field(**{**{k: getattr(one, k) for k in Field.__slots__}, "required": False})


def _struct(kind: inspect.Type) -> type[msgspec.Struct]:
    plain = _plain(kind)
    assert isinstance(plain, inspect.StructType)
    return plain.cls


def _read(posted: QueryDict, name: str, kind: inspect.Type) -> Any:
    match kind:
        case inspect.BoolType():
            return posted.get(name, "") in {"true", "on", "1"}
        case inspect.ListType() if _repeats(kind):
            return _read_rows(posted, name, _struct(kind.item_type))
        case inspect.ListType():
            several = posted.getlist(name)
            lines = several[0].splitlines() if len(several) == 1 else several
            return [line.strip() for line in lines if line.strip()]
        case inspect.DateTimeType():
            return _moment(posted.get(name, "").strip())
        case _:
            return posted.get(name, "").replace("\r\n", "\n").strip()


def _read_rows(posted: QueryDict, name: str, words: type[msgspec.Struct]) -> list[dict[str, Any]]:
    found = []
    for n in range(MOST_ROWS):
        prefix = f"{name}-{n}-"
        if any(posted.get(key, "").strip() for key in posted if key.startswith(prefix)):
            found.append(read_form(posted, words, prefix))
    return found


def _moment(text: str) -> datetime | str:
    """The typed local time as a moment; what is no time stays text and is refused by name."""
    try:
        told = datetime.fromisoformat(text)
    except ValueError:
        return text
    if told.year not in _YEARS:
        return text
    return told if timezone.is_aware(told) else timezone.make_aware(told)


def _fen(text: str) -> int | str:
    """Yuan as typed, in whole fen; what is no amount stays text and is refused by name."""
    try:
        fen = Decimal(text.replace(",", "").removeprefix("¥")) * 100
        return int(fen) if fen == fen.to_integral_value() else text
    except (InvalidOperation, ValueError, OverflowError):
        return text


def _fault(kind: inspect.Type, value: Any, required: bool) -> str:  # noqa: FBT001 - private
    match kind:
        case inspect.StrType() if isinstance(value, str):
            return _text_fault(kind, value, required)
        case inspect.IntType():
            return _number_fault(kind, value)
        case inspect.DateTimeType() if not isinstance(value, datetime):
            return _("请按“年-月-日 时:分”填写时间。")
        case inspect.LiteralType() if value not in map(str, kind.values):
            return _("请从所列选项中选择。") if value else _("这一项必须填写。")
        case inspect.ListType():
            return _list_fault(kind, value)
        case _:
            return ""


def _list_fault(kind: inspect.ListType, value: list[Any]) -> str:
    """Of a group the first row that does not do is told by its number."""
    if kind.max_length is not None and len(value) > kind.max_length:
        return _("最多 %(most)d 项，请删减。") % {"most": kind.max_length}
    if not _repeats(kind):
        return ""
    for n, row in enumerate(value, 1):
        if wrong := faults_of(_struct(kind.item_type), row):
            told = {"row": n, "fault": next(iter(wrong.values()))}
            return _("第 %(row)d 组：%(fault)s") % told
    return ""


def _text_fault(kind: inspect.StrType, value: str, required: bool) -> str:  # noqa: FBT001 - private
    if not value:
        return _("这一项必须填写。") if required or kind.min_length else ""
    if kind.min_length and len(value) < kind.min_length:
        return _("至少 %(least)d 个字，请补充。") % {"least": kind.min_length}
    if kind.max_length and len(value) > kind.max_length:
        told = {"most": kind.max_length, "length": len(value)}
        return _("最多 %(most)d 个字，现在是 %(length)d 个，请删减。") % told
    if kind.pattern and not re.search(kind.pattern, value):
        return _("格式不对，请核对后重新填写。")
    return ""


def _number_fault(kind: inspect.IntType, value: Any) -> str:
    try:
        number = int(value)
    except (TypeError, ValueError):
        return _("请填写整数。")
    if kind.ge is not None and number < kind.ge:
        return _("不能小于 %(low)d。") % {"low": kind.ge}
    if kind.le is not None and number > kind.le:
        return _("不能大于 %(high)d。") % {"high": kind.le}
    return ""
