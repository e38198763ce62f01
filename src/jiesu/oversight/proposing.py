"""What is put right for everybody without anybody asking for it (§11.8, S44, §7)."""

from datetime import datetime
from typing import Protocol

from jiesu.cases.actions.dispatch import unit_serving
from jiesu.cases.actions.investigate import FaultFound
from jiesu.cases.actions.withdraw import Withdrawn
from jiesu.cases.book import taxonomy
from jiesu.cases.models import Case
from jiesu.cases.moves import make_move
from jiesu.cases.refusals import Refusal
from jiesu.people.actor import SYSTEM

_GOES_ON = {
    "safety": "涉及安全",
    "root_cause": "同一问题多次投诉，须查明根因",
    "systemic": "可能涉及其他用户",
}
"""Why a matter goes on although the customer withdrew: ground → words."""


class Told(Protocol):
    """The customer says that somebody asked for a particular score."""

    @property
    def number(self) -> str:
        """Number of the complaint."""

    @property
    def at(self) -> datetime:
        """When it was said."""


def open_quality_case(told: Told) -> None:
    """Open a quality case (SURVEY_COACHING) with those who inspect quality (§7).

    It is a rectification that those concerned do not see (``cases/quality.py``).
    """
    words = {
        "source": "coaching",
        "problem": f"投诉 {told.number} 的用户反映有人要求给指定分数(SURVEY_COACHING)。",
        "unit": _quality_unit(Case.objects.get(number=told.number)),
    }
    make_move(SYSTEM, told.number, "rectify", words, now=told.at)


def _quality_unit(case: Case) -> str:
    """Code of the unit that inspects quality; empty, the case's own unit, where there is none."""
    try:
        return unit_serving("qa", case.unit_path).code
    except Refusal:
        return ""


def propose_rectification(found: FaultFound) -> None:
    """Ask the service manager to open a rectification, where we were liable."""
    ours = {one.code for one in taxonomy().codes("liabilities").having("ours")}
    if found.liability not in ours:
        return
    causes = taxonomy().codes("root_causes")
    cause = causes.get(found.cause).zh if found.cause in causes else found.cause
    words = {
        "source": "substantiated",
        "problem": f"投诉 {found.number} 经核实属实，责任在我方，根因：{cause}。",
    }
    asked = {"verb": "rectify", "words": words, "why": "投诉属实且责任在我方"}
    make_move(SYSTEM, found.number, "request", asked, now=found.at)


def carry_on_inside(told: Withdrawn) -> None:
    """Look into a danger or a common cause without the customer who withdrew (T26).

    What goes on is a rectification: it has an owner, terms and an end of its own, and nobody
    asks the customer anything. One that is already running is enough.
    """
    case = Case.objects.get(number=told.number)
    if case.proceedings.filter(machine="rectification").exclude(state="CLOSED").exists():
        return
    words = {
        "source": "withdrawn",
        "problem": f"用户已撤回投诉 {told.number}，但{_GOES_ON[told.ground]}，转内部继续核查处理。",
    }
    make_move(SYSTEM, told.number, "rectify", words, now=told.at)
