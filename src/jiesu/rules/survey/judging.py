"""Which answers count (§7, §12.5). Raw answers are kept whatever is decided here."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from jiesu.rules.survey.terms import SurveyTerms, our_own

COACHING = "SURVEY_COACHING"
"""Quality case to open when somebody asked for a particular score."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RawAnswer:
    """What came back. ``coached`` is the user's own yes to "did anyone ask you for a score?"."""

    score: int
    asked_at: datetime
    answered_at: datetime
    answered_by: Literal["holder", "user", "other"]
    coached: bool
    collected_by_handler: bool = False
    answered_before: bool = False


@dataclass(frozen=True, slots=True)
class Judgement:
    """``valid`` answers enter the indices; ``excluded`` names a key of the terms."""

    valid: bool
    excluded: str
    because: str
    opens: str = ""


def judge_answer(answer: RawAnswer, *, terms: SurveyTerms | None = None) -> Judgement:
    """Judge a raw answer; coaching comes first, because it opens a quality case."""
    terms = terms or our_own()
    for reason, found in _objections(answer, terms):
        if found:
            return Judgement(
                valid=False,
                excluded=reason,
                because=f"不计入指标：{terms.excluded[reason]}。原始答复保留。",
                opens=COACHING if reason == "coached" else "",
            )
    return Judgement(valid=True, excluded="", because="有效评价。")


def _objections(answer: RawAnswer, terms: SurveyTerms) -> tuple[tuple[str, bool], ...]:
    end = answer.asked_at + timedelta(days=terms.asking.open_days)
    return (
        ("coached", answer.coached),
        ("by_handler", answer.collected_by_handler),
        ("stranger", answer.answered_by == "other"),
        ("out_of_scale", not terms.scale.least <= answer.score <= terms.scale.most),
        ("late", answer.answered_at > end),
        ("repeated", answer.answered_before),
    )
