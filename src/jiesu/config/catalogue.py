"""The English catalogue: what of our text waits for a translation, and making it ready for use.

Texts are Chinese in the code (msgids); ``locale/en`` holds their English. ``bin/setup`` compiles.
"""

import ast
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).resolve().parent.parent
ENGLISH = PACKAGE / "locale" / "en" / "LC_MESSAGES" / "django.po"
_KEYWORDS: dict[str, tuple[Any, ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "pgettext_lazy": ((1, "c"), 2),
    "pgettext": ((1, "c"), 2),
}
_CALL = re.compile(r"""\b(?:gettext|_)\((u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"))""")
_WITHIN = "\x04"
"""Stands between a text and the context it is said in, as in compiled catalogues."""
_HAN = re.compile(r"[\u3400-\u9fff]")


def said() -> set[str]:
    """Collect every text of code and templates that no floor translates for itself.

    A text that one Chinese word says and two English ones has its context before it (``_WITHIN``).
    """
    found = {text for path in PACKAGE.rglob("*.py") for text in _in_code(path)}
    found |= {text for path in PACKAGE.rglob("*.html") for text in _in_template(path)}
    return {text for text in found if _HAN.search(text)} - _in_floors()


def english() -> Catalog:
    """Read the catalogue as it stands."""
    with ENGLISH.open("rb") as file:
        return read_po(file, locale="en", domain="django")


def untranslated(catalog: Catalog) -> list[str]:
    """Name the texts that have no English."""
    waiting = (text for text in said() if not _translation(catalog, text))
    return sorted(text.replace(_WITHIN, "：") for text in waiting)


def unused(catalog: Catalog) -> list[str]:
    """Name the texts of the catalogue that nobody says any more."""
    return sorted({_named(message) for message in catalog if message.id} - said())


def update() -> list[str]:
    """Bring the catalogue into line with the code; return what now waits for its English."""
    old = english()
    began = old.creation_date  # kept, so that the same texts give the same file
    new = Catalog(locale="en", domain="django", fuzzy=False, creation_date=began)
    for text in sorted(said()):
        context, _, plain = text.rpartition(_WITHIN)
        flags = ["python-format"] if "%(" in plain else ()
        new.add(plain, _translation(old, text), flags=flags, context=context or None)
    with ENGLISH.open("wb") as file:
        write_po(file, new, width=100, omit_header=False, sort_output=True, no_location=True)
    return untranslated(new)


def compile_english() -> Path:
    """Write the compiled catalogue beside its source, unless it is newer already."""
    ready = ENGLISH.with_suffix(".mo")
    if not ready.exists() or ready.stat().st_mtime < ENGLISH.stat().st_mtime:
        with ready.open("wb") as file:
            write_mo(file, english())
    return ready


def _in_floors() -> set[str]:
    """Texts that a floor translates in a catalogue of its own (``portal/locale``)."""
    files = PACKAGE.glob("*/locale/en/LC_MESSAGES/*.po")
    return {
        str(message.id)
        for path in files
        for message in read_po(io.BytesIO(path.read_bytes()), locale="en")
        if message.id and message.string
    }


def _translation(catalog: Catalog, text: str) -> str:
    context, _, plain = text.rpartition(_WITHIN)
    message = catalog.get(plain, context or None)
    return str(message.string) if message and message.string else ""


def _named(message: Message) -> str:
    return f"{message.context}{_WITHIN}{message.id}" if message.context else str(message.id)


def _in_code(path: Path) -> Iterator[str]:
    for _line, text, _comments, context in extract_from_file("python", path, keywords=_KEYWORDS):
        if isinstance(text, str):
            yield f"{context}{_WITHIN}{text}" if context else text


def _in_template(path: Path) -> Iterator[str]:
    """Django turns a template into Python in which every text to translate is a call."""
    told = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    for call in _CALL.finditer(told):
        yield ast.literal_eval(call[1])
