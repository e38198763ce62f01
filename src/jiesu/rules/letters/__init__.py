"""Every text we send: templates as TOML (§19), filled in by ``render``."""

from jiesu.rules.letters.book import LetterBook, render
from jiesu.rules.letters.errors import (
    BadTemplateError,
    LetterError,
    TemplateChangedError,
    UnknownTemplateError,
    ValueMissingError,
)
from jiesu.rules.letters.letter import Letter, Section

__all__ = [
    "BadTemplateError",
    "Letter",
    "LetterBook",
    "LetterError",
    "Section",
    "TemplateChangedError",
    "UnknownTemplateError",
    "ValueMissingError",
    "render",
]
