"""A template as it stands in TOML (§19)."""

import re
from typing import Literal

import msgspec

from jiesu.rules.letters.errors import BadTemplateError

LetterClass = Literal["S", "C", "P", "E", "L", "W", "print", "public", "part"]
Language = Literal["zh", "en"]

_placeholder = re.compile(r"\{([a-z][a-z0-9_]*)\}")


class Wording(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A short text in the languages it exists in."""

    zh: str
    en: str = ""


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A part that a paper must have."""

    zh: str
    en: str = ""
    heading: Wording | None = None


class Template(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One entry of a template file.

    A message has ``zh`` (and ``en``); a paper has ``section`` parts and a ``closing``.
    ``classes``: S text message, C call script, P portal, E e-mail, L letter, W work app.
    ``quiet_exempt`` says why it may be sent at night; ``sms_parts`` allows a long text message.
    """

    title: Wording
    to: str
    classes: tuple[LetterClass, ...]
    verb: str
    clause: str
    example: dict[str, str]
    zh: str = ""
    en: str = ""
    section: tuple[Part, ...] = ()
    closing: Wording | None = None
    optional: dict[str, Wording] = {}
    """Phrases at ``{name}`` in the wording, each left out if a value of its own is blank."""
    includes: tuple[str, ...] = ()
    may_be_empty: frozenset[str] = frozenset()
    final: bool = False
    quiet_exempt: Literal["", "live", "outage", "work"] = ""
    sms_parts: int = 0

    @property
    def is_paper(self) -> bool:
        """Whether it is a document of parts rather than a message."""
        return bool(self.section)

    @property
    def languages(self) -> tuple[Language, ...]:
        """Languages it exists in; staff and authorities are written to in Chinese only."""
        return ("zh", "en") if self.title.en else ("zh",)

    def parts(self, language: Language) -> tuple[Part, ...]:
        """Its own parts in order, without what it includes."""
        if self.is_paper:
            return self.section
        return (Part(zh=self.zh, en=self.en),) if getattr(self, language) else ()


def placeholders(text: str) -> tuple[str, ...]:
    """Names in ``text``, each once, in order."""
    return tuple(dict.fromkeys(_placeholder.findall(text)))


def as_pattern(code: str, text: str) -> str:
    """``text`` as a %-pattern: filled in one step, and braces in values stay literal.

    Raises BadTemplateError for a brace that is not part of a plain ``{name}``.
    """
    if re.search(r"[{}]", _placeholder.sub("", text)):
        raise BadTemplateError(code, "花括号只能写成{名称}，名称用小写字母、数字和下划线")
    return _placeholder.sub(r"%(\1)s", text.replace("%", "%%"))
