"""Raise the identity level, and show what is masked: both leave a trace (S24, §12.2, §18)."""

from typing import Annotated, Literal

from django.utils.translation import gettext as _
from msgspec import Meta

from jiesu.cases.refusals import LookedTooOften, unfit
from jiesu.cases.said import Said
from jiesu.cases.verbs import Scene, Words, move
from jiesu.cases.words import Code, Line
from jiesu.people.permissions import book
from jiesu.people.reveals import TooManyRevealsError, count_reveal

Particular = Literal["name", "phone", "email", "address", "account", "text"]
_LEVELS = ("L0", "L1", "L2", "L3")


class Identification(Words):
    """The level reached and the proof that reached it."""

    level: Literal["L0", "L1", "L2", "L3"]
    method: Line


@move
def identify(scene: Scene, words: Identification) -> Said:
    """Note a higher identity level; it never sinks."""
    if _LEVELS.index(words.level) < _LEVELS.index(scene.case.identity_level):
        raise unfit(
            "level",
            _("身份核验等级已是 %(identity_level)s，不能降低，未改动。")
            % {"identity_level": scene.case.identity_level},
        )
    return Said(
        facts={"level": words.level},
        change={"identity_level": words.level},
        secret={"method": words.method},
    )


class Reveal(Words):
    """What is to be shown in full, and for which purpose."""

    fields: Annotated[list[Particular], Meta(min_length=1)]
    purpose: Code
    """Why: one of the reasons of permissions.toml, counted and reviewed (§17)."""
    why: Annotated[str, Meta(min_length=4, max_length=200)]
    """The same in the person's own words: they may name people, so they are sealed."""


@move
def reveal(scene: Scene, words: Reveal) -> Said:
    """Record and count a look behind the mask; the screen then shows it for a while."""
    if words.purpose not in {one.code for one in book().reveal.reasons}:
        raise unfit("purpose", _("请从列表中选择查看原文的事由，未显示。"))
    try:
        count_reveal(scene.actor, case_no=scene.case.number, reason=words.purpose, at=scene.now)
    except TooManyRevealsError as refused:
        raise LookedTooOften(str(refused)) from refused
    fields = list(dict.fromkeys(words.fields))
    return Said(facts={"fields": fields, "purpose": words.purpose}, secret={"why": words.why})
