"""Tells a reason: its sentence from ``reasons.toml``, what belongs to it said in its language."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from string import Formatter
from types import MappingProxyType
from typing import Any, Literal

import msgspec

from jiesu.rules.policies.catalogue import catalogue
from jiesu.rules.reason import Because, Quote, Reason, Title
from jiesu.rules.wording import chinese, english
from jiesu.rules.workdays import shanghai
from jiesu.rules.workdays.amounts import Amount

Language = Literal["zh", "en"]
Say = Callable[[str], str]
_NOTHING: Mapping[str, str] = MappingProxyType({})
_JOINT = {"zh": "；", "en": "; "}
_COMMA = {"zh": "、", "en": ", "}


class _Book(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    reason: dict[str, Title]
    name: dict[str, str]


@cache
def words() -> Mapping[str, Title]:
    """Return the sentence of every reason by its code, with places for what belongs to it."""
    return MappingProxyType(_book().reason)


class Teller(Formatter):
    """Tells reasons in one language.

    ``known`` gives the English of sentences and names that books of rules say in Chinese; what it
    does not know is told as it stands. ``plain`` makes every value fit for where it is shown
    (escapes it for a page), ``quote`` besides marks what stays Chinese for an English reader.
    """

    def __init__(
        self,
        language: Language,
        known: Mapping[str, str] = _NOTHING,
        *,
        plain: Say = str,
        quote: Say = str,
    ) -> None:
        self._language: Language = language
        self._known = known
        self._plain, self._quote = plain, plain if language == "zh" else quote

    def tell(self, because: Because) -> str:
        """Say ``because``; a code that this version has no words for stands for itself.

        A ledger is never edited: a later version may have written it, or an earlier one.
        """
        if isinstance(because, str):
            return self._sentence(because)
        title = words().get(because.code)
        if title is None:
            return self._plain(because.code)
        return self.vformat(self._of(title), (), because.told)

    def format_field(self, value: Any, spec: str) -> str:
        """Say one value; ``spec`` is what follows its name after a colon."""
        if isinstance(value, Reason):
            return self.tell(value)
        if isinstance(value, Title):
            return self._plain(self._of(value))
        if isinstance(value, str):
            return self._text(value, spec)
        if isinstance(value, Sequence):
            return self._several(value, spec)
        return self._plain(self._figure(value, spec))

    def _of(self, title: Title) -> str:
        return title.zh if self._language == "zh" else title.en

    def _text(self, text: str, spec: str) -> str:
        if isinstance(text, Quote):
            return self._quote(text)
        says = {"known": self._sentence, "clock": self._clock, "moment": self._moment}
        return says.get(spec, self._plain)(text)

    def _sentence(self, chinese_one: str) -> str:
        if self._language == "zh":
            return self._plain(chinese_one)
        known = self._known.get(chinese_one)
        return self._plain(known) if known else self._names(chinese_one)

    def _names(self, chinese_one: str) -> str:
        """Say a list of names, each of which may be known; what is unknown stays Chinese."""
        parts = chinese_one.split("、")
        if any(part not in _book().name for part in parts):
            return self._quote(chinese_one)
        return self._plain(" and ".join(_book().name[part] for part in parts))

    def _clock(self, code: str) -> str:
        known = catalogue().get(code)
        return self._plain(self._of(Title(known.zh, known.en)) if known else code)

    def _moment(self, iso: str) -> str:
        return self._plain(self._figure(datetime.fromisoformat(iso), ""))

    def _several(self, parts: Sequence[Any], spec: str) -> str:
        if spec == "words":
            return _COMMA[self._language].join(f"“{self._quote(word)}”" for word in parts)
        joint = _COMMA if spec == "listed" else _JOINT
        return joint[self._language].join(self.format_field(part, "") for part in parts)

    def _figure(self, value: Any, spec: str) -> str:
        if spec == "yuan":
            return _yuan(value, self._language)
        if self._language == "en":
            return _in_english(value, spec)
        return _in_chinese(value, spec)


def in_chinese(because: Because) -> str:
    """Say ``because`` as letters and commands do."""
    return Teller("zh").tell(because)


def _in_chinese(value: Any, spec: str) -> str:
    match value:
        case datetime():
            if spec == "start":
                return shanghai.said_start(value, year=True)
            return shanghai.said(value, year=True, exact=True)
        case date():
            return shanghai.said_day(value)
        case timedelta():
            return chinese.said_length(value)
        case Amount():
            return value.spoken
        case _:
            return _alike(value)


def _in_english(value: Any, spec: str) -> str:
    match value:
        case datetime():
            return english.said_start(value) if spec == "start" else english.said(value)
        case date():
            return english.said_day(value)
        case timedelta():
            return english.said_length(value)
        case Amount():
            return value.spoken_en
        case _:
            return _alike(value)


def _yuan(fen: int, language: Language) -> str:
    return f"{fen // 100}.{fen % 100:02}{'元' if language == 'zh' else ' yuan'}"


def _alike(value: Any) -> str:
    return f"{value:%H:%M}" if isinstance(value, time) else str(value)


@cache
def _book() -> _Book:
    return msgspec.toml.decode(Path(__file__).with_name("reasons.toml").read_bytes(), type=_Book)
