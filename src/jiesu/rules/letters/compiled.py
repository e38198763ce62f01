"""Templates made ready for filling: patterns, their placeholders and the hash of the wording."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import NamedTuple

import msgspec

from jiesu.rules.letters.errors import BadTemplateError, ValueMissingError
from jiesu.rules.letters.letter import Letter, Section
from jiesu.rules.letters.template import Language, Template, as_pattern, placeholders

_NUMERALS = "一二三四五六七八九十"


class Phrase(NamedTuple):
    """A phrase of a template that is left out when one of its own values is blank."""

    name: str
    pattern: str
    values: tuple[str, ...]

    def fill(self, values: Mapping[str, str]) -> str:
        """The phrase with its values in it, or nothing."""
        told = all(values[name].strip() for name in self.values)
        return self.pattern % values if told else ""


@dataclass(frozen=True, slots=True)
class CompiledText:
    """One template in one language, with everything it includes."""

    code: str
    version: str
    subject: str
    pattern: str
    required: tuple[str, ...]
    may_be_empty: frozenset[str]
    sections: tuple[Section, ...]
    optional: tuple[Phrase, ...] = ()

    def fill(self, values: Mapping[str, str]) -> Letter:
        """Put ``values`` in as plain text; ValueMissingError when one is wanting or blank."""
        for name in self.required:
            if not values.get(name) or values[name].isspace():
                self._complain(values)
                break
        if self.optional:
            values = {**values, **{phrase.name: phrase.fill(values) for phrase in self.optional}}
        body = self.pattern % values
        return Letter(self.code, self.version, self.subject, body, self._filled_sections(values))

    def _filled_sections(self, values: Mapping[str, str]) -> tuple[Section, ...]:
        return tuple([Section(part.heading, part.text % values) for part in self.sections])

    def _complain(self, values: Mapping[str, str]) -> None:
        missing = [
            name
            for name in self.required
            if name not in values or not (values[name].strip() or name in self.may_be_empty)
        ]
        if missing:
            raise ValueMissingError(self.code, missing)


def compiled(
    code: str,
    templates: Mapping[str, Template],
    language: Language,
) -> CompiledText:
    """``code`` in ``language``; BadTemplateError when its text or an inclusion is unusable."""
    template = templates[code]
    included = [_included(code, name, templates) for name in template.includes]
    sections = [*_sections(code, template, included, language)]
    text = _joined(template, sections)
    phrases = _phrases(code, template, language)
    whole = _with_phrases(text, template, language)
    return CompiledText(
        code=code,
        version=_version(template, *included),
        subject=getattr(template.title, language),
        pattern=as_pattern(code, text),
        required=placeholders(whole),
        may_be_empty=template.may_be_empty | _only_in(phrases, text),
        sections=tuple(
            Section(part.heading, as_pattern(code, part.text))
            for part in sections
            if template.is_paper
        ),
        optional=phrases,
    )


def _phrases(code: str, template: Template, language: Language) -> tuple[Phrase, ...]:
    told = {n: _worded(code, getattr(one, language)) for n, one in template.optional.items()}
    return tuple(
        Phrase(name, as_pattern(code, text), placeholders(text)) for name, text in told.items()
    )


def _with_phrases(text: str, template: Template, language: Language) -> str:
    """The wording with every optional phrase in its place."""
    for name, phrase in template.optional.items():
        text = text.replace(f"{{{name}}}", getattr(phrase, language))
    return text


def _only_in(phrases: tuple[Phrase, ...], text: str) -> frozenset[str]:
    """Values that only optional phrases ask for: they are told, but may be blank."""
    asked = frozenset(name for phrase in phrases for name in phrase.values)
    return asked - frozenset(placeholders(text))


def _included(code: str, name: str, templates: Mapping[str, Template]) -> Template:
    if name not in templates:
        raise BadTemplateError(code, f"所引用的{name}不存在")
    return templates[name]


def _sections(
    code: str,
    template: Template,
    included: list[Template],
    language: Language,
) -> Iterator[Section]:
    number = 0
    for part in template.parts(language):
        number += part.heading is not None
        heading = (
            _numbered(number, getattr(part.heading, language), language) if part.heading else ""
        )
        yield Section(heading, _worded(code, getattr(part, language)))
    for other in included:
        number += 1
        heading = _numbered(number, getattr(other.title, language), language)
        yield Section(heading if template.is_paper else "", _worded(code, getattr(other, language)))
    if template.closing:
        yield Section("", _worded(code, getattr(template.closing, language)))


def _numbered(number: int, heading: str, language: Language) -> str:
    return f"{_NUMERALS[number - 1]}、{heading}" if language == "zh" else f"{number}. {heading}"


def _worded(code: str, text: str) -> str:
    if not text.strip():
        raise BadTemplateError(code, "有一部分没有文字")
    return text


def _joined(template: Template, sections: list[Section]) -> str:
    if not sections:
        raise BadTemplateError(template.title.zh, "没有正文")
    between = "\n\n" if template.is_paper else "\n"
    return between.join(
        f"{part.heading}\n{part.text}" if part.heading else part.text for part in sections
    )


def _version(*templates: Template) -> str:
    """Hash of the wording and of what it includes; frozen sets are put in order."""
    seal = sha256()
    for template in templates:
        seal.update(msgspec.json.encode(template, order="deterministic"))
    return seal.hexdigest()[:12]
