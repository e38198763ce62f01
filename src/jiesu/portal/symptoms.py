"""What customers say is wrong: cards to begin with, each with a hint at a category (§13.1)."""

from functools import cache
from pathlib import Path

import msgspec

from jiesu.cases.book import taxonomy
from jiesu.rules.taxonomy.suggestion import suggest
from jiesu.ui.tongue import in_english


class Said(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The same in both languages."""

    zh: str
    en: str


class Symptom(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One card: code, words, and the categories it may mean."""

    code: str
    zh: str
    en: str
    hint: Said
    within: tuple[str, ...]
    category: str
    outage: bool = False
    """Whether a fault of the whole area feels like this."""

    @property
    def title(self) -> str:
        """Words on the card, in the reader's language."""
        return self.en if in_english() else self.zh

    @property
    def help(self) -> str:
        """What it covers, in the reader's language."""
        return self.hint.en if in_english() else self.hint.zh


class _File(msgspec.Struct, forbid_unknown_fields=True):
    symptom: tuple[Symptom, ...]


@cache
def symptoms() -> dict[str, Symptom]:
    """All cards by code, in the order shown."""
    path = Path(__file__).with_name("symptoms.toml")
    file = msgspec.toml.decode(path.read_bytes(), type=_File)
    return {one.code: one for one in file.symptom}


def category_of(symptom: Symptom | None, description: str) -> str:
    """Return the category meant: what the words suggest, unless the card says otherwise."""
    words = suggest(f"{symptom.zh if symptom else ''}\n{description}", taxonomy()).category
    if symptom is None or not symptom.within or words.startswith(symptom.within):
        return words
    return symptom.category
