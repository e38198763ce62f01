"""The book of letters: our templates, with an operator's own before them."""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from jiesu.rules.letters.compiled import CompiledText, compiled
from jiesu.rules.letters.errors import (
    BadTemplateError,
    TemplateChangedError,
    UnknownTemplateError,
)
from jiesu.rules.letters.letter import Letter
from jiesu.rules.letters.template import Language, Template

OUR_OWN = Path(__file__).parent
"""Folder of the templates that ship with the product."""

REMEDIES = "N34"
"""What a dissatisfied user may do next; part of every final reply (S75)."""


class LetterBook:
    """All templates in force, compiled. An entry of a later folder shadows the same code."""

    def __init__(self, *folders: Path) -> None:
        self.templates: dict[str, Template] = {}
        for folder in folders:
            self.templates.update(_read(folder))
        self._texts = {
            (code, language): compiled(code, self.templates, language)
            for code, template in self.templates.items()
            for language in template.languages
        }

    def template(self, code: str) -> Template:
        """Facts about a template: its classes, quiet hours, clause."""
        if code not in self.templates:
            raise UnknownTemplateError(code)
        return self.templates[code]

    def text(self, code: str, language: Language = "zh") -> CompiledText:
        """Compiled wording, in Chinese if it does not exist in ``language``."""
        found = self._texts.get((code, language)) or self._texts.get((code, "zh"))
        if found is None:
            raise UnknownTemplateError(code)
        return found

    def render(
        self,
        code: str,
        values: Mapping[str, str],
        *,
        language: Language = "zh",
        version: str | None = None,
    ) -> Letter:
        """Fill in a template with plain text.

        Raises UnknownTemplateError, ValueMissingError for a value wanting or blank, and
        TemplateChangedError when ``version`` (of an approved draft) is not in force any more.
        """
        text = self.text(code, language)
        if version is not None and version != text.version:
            raise TemplateChangedError(code, version, text.version)
        return text.fill(values)


def render(code: str, values: Mapping[str, str], *, language: Language = "zh") -> Letter:
    """Fill in one of our own templates; see ``LetterBook.render``."""
    return our_own().text(code, language).fill(values)


def placeholders_of(code: str) -> tuple[str, ...]:
    """Values that the Chinese wording of one of our own templates asks for."""
    return our_own().text(code).required


@cache
def our_own() -> LetterBook:
    """The book as it ships, read once."""
    return LetterBook(OUR_OWN)


def _read(folder: Path) -> Iterator[tuple[str, Template]]:
    for path in sorted(folder.glob("*.toml")):
        for code, entry in tomllib.loads(path.read_text("utf-8")).items():
            yield code, _converted(code, entry)


def _converted(code: str, entry: dict[str, Any]) -> Template:
    try:
        template = msgspec.convert(entry, Template)
    except msgspec.ValidationError as wrong:
        raise BadTemplateError(code, str(wrong)) from wrong
    if template.final and REMEDIES not in template.includes:
        raise BadTemplateError(code, "最终答复必须引用N34救济途径（S75）")
    return template
