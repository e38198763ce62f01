"""How long a text message may be (§19: 140 characters where possible)."""

from math import ceil

from jiesu.rules.letters.letter import Letter
from jiesu.rules.letters.template import Template

USUAL_CHARACTERS = 140
# A message in Chinese carries 70 characters; a part of a long one 67, as three tell its place.
_ALONE, _IN_A_PART = 70, 67


def sms_parts(text: str) -> int:
    """Text messages that ``text`` is sent as. A character beyond the basic plane counts twice."""
    units = len(text.encode("utf-16-le")) // 2
    return 1 if units <= _ALONE else ceil(units / _IN_A_PART)


def too_long(template: Template, letter: Letter) -> bool:
    """Whether a text message exceeds 140 characters, or the parts its template allows."""
    if "S" not in template.classes:
        return False
    if template.sms_parts:
        return sms_parts(letter.body) > template.sms_parts
    return len(letter.body) > USUAL_CHARACTERS
