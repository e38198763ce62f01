"""Reads a form of the customers' screens and shows again what was typed."""

from collections.abc import Mapping
from typing import Any, TypeVar

import msgspec
from django.http import QueryDict

from jiesu.kit.text import clean_all
from jiesu.ui.forms import read_form

StructT = TypeVar("StructT", bound=msgspec.Struct)


def read(posted: QueryDict, words: type[msgspec.Struct]) -> dict[str, Any]:
    """Read a form; characters that no pen writes (NUL and the like) are left out."""
    return {
        name: clean_all(value) if isinstance(value, str | list) else value
        for name, value in read_form(posted, words).items()
    }


def made(words: type[StructT], draft: Mapping[str, Any]) -> StructT | None:
    """Return the draft's part as the struct, or None while it is not complete."""
    own = {name: draft[name] for name in words.__struct_fields__ if name in draft}
    try:
        return msgspec.convert(own, words, strict=False)
    except msgspec.ValidationError:
        return None


def typed(words: type[msgspec.Struct], draft: Mapping[str, Any]) -> dict[str, Any]:
    """Return the draft's part as its form shows it again."""
    found = made(words, draft)
    return {name: getattr(found, name) for name in words.__struct_fields__} if found else {}
