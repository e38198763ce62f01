"""What is said on the line and what is asked: data that follows the category (S144 - S147)."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import msgspec

from jiesu.ui.fields import Field
from jiesu.ui.tongue import named

PREFIX = "ask-"
"""Names of the answers' controls begin so."""
LONGEST_ANSWER = 500


class Sentence(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A sentence in both languages."""

    zh: str
    en: str


class Question(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One question; ``within`` are beginnings of the categories for which it is asked."""

    code: str
    zh: str
    en: str
    within: tuple[str, ...] = ()

    def asked_for(self, category: str) -> bool:
        """Whether it is asked about matters of ``category``."""
        return not self.within or (bool(category) and category.startswith(self.within))


class Script(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file."""

    greeting: Sentence
    recording: Sentence
    restate: Sentence
    calm: Sentence
    outage: Sentence
    outage_untold: Sentence
    outage_work: Sentence
    outage_where: Sentence
    question: tuple[Question, ...]


@cache
def script() -> Script:
    """Read the script once."""
    told = Path(__file__).with_name("script.toml").read_bytes()
    return msgspec.toml.decode(told, type=Script)


def questions(category: str) -> list[Question]:
    """What is asked about matters of ``category``."""
    return [one for one in script().question if one.asked_for(category)]


def answers_in(posted: Mapping[str, str]) -> dict[str, str]:
    """What was answered, by the question's code; answers to questions no longer asked are kept."""
    told = {one.code: posted.get(PREFIX + one.code, "").strip() for one in script().question}
    return {code: answer[:LONGEST_ANSWER] for code, answer in told.items() if answer}


def fields_asked(category: str, answers: Mapping[str, str]) -> list[Field]:
    """The questions as fields, those already answered included."""
    asked = questions(category)
    asked += [one for one in script().question if one.code in answers and one not in asked]
    return [
        Field(PREFIX + one.code, named(one), value=answers.get(one.code, ""), most=LONGEST_ANSWER)
        for one in asked
    ]


def with_answers(description: str, answers: Mapping[str, str]) -> str:
    """The description followed by what was asked and answered; the record speaks Chinese."""
    told = [f"{one.zh} {answers[one.code]}" for one in script().question if one.code in answers]
    return "\n".join([description, "", *told]) if told and description else description


def codes_of(fields: Sequence[Field]) -> str:
    """Which questions a screen shows, so that it is told only when they change."""
    return " ".join(field.name.removeprefix(PREFIX) for field in fields)
