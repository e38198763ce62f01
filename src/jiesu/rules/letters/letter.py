"""A filled-in template, ready to be sent, printed or read out."""

from typing import NamedTuple


class Section(NamedTuple):
    """A part of a paper: numbered heading (empty for opening and closing) and text."""

    heading: str
    text: str


class Letter(NamedTuple):
    """What one person gets. ``version`` names the wording it was made from."""

    code: str
    version: str
    subject: str
    body: str
    sections: tuple[Section, ...] = ()
