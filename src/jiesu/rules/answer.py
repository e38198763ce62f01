"""A rule's answer: yes or no, and the sentence people read."""

from typing import NamedTuple

from jiesu.rules.reason import Because


class Answer(NamedTuple):
    """``allowed`` and why; a refusal says what would help."""

    allowed: bool
    because: Because
