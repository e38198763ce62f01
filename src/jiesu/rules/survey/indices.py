"""Indices over valid scores, each with numerator, denominator and threshold (K9, K26, K27)."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from jiesu.rules.survey.terms import SurveyTerms, our_own


@dataclass(frozen=True, slots=True)
class Share:
    """``count`` of ``of`` scores reach ``threshold``."""

    zh: str
    count: int
    of: int
    threshold: int

    @property
    def rate(self) -> Fraction | None:
        """Exact rate; None where nobody answered."""
        return Fraction(self.count, self.of) if self.of else None

    def said(self) -> str:
        """As a report prints it: ``满意率（≥7分）80.0%（4/5）``."""
        rate = "—" if self.rate is None else f"{float(self.rate * 100):.1f}%"
        return f"{self.zh}（≥{self.threshold}分）{rate}（{self.count}/{self.of}）"


@dataclass(frozen=True, slots=True)
class Indices:
    """Top-box is not satisfaction: the published rate is ``satisfied`` (§7)."""

    top_box: Share
    high: Share
    satisfied: Share
    mean: Fraction | None


def indices(valid_scores: Sequence[int], *, terms: SurveyTerms | None = None) -> Indices:
    """Indices over the scores of valid answers."""
    thresholds = (terms or our_own()).thresholds
    return Indices(
        top_box=_share("满分率", valid_scores, thresholds.top_box),
        high=_share("高分率", valid_scores, thresholds.high),
        satisfied=_share("满意率", valid_scores, thresholds.satisfied),
        mean=Fraction(sum(valid_scores), len(valid_scores)) if valid_scores else None,
    )


def may_show_to_scored(answers: int, *, terms: SurveyTerms | None = None) -> bool:
    """Whether an aggregate may be shown to those who were scored: five answers or more (§7)."""
    return answers >= (terms or our_own()).disclosure.least_answers


def _share(zh: str, scores: Sequence[int], threshold: int) -> Share:
    return Share(zh, sum(score >= threshold for score in scores), len(scores), threshold)
