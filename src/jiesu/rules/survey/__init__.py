"""Call-back and survey without coaching (§7, §12.5, K9, K10)."""

from jiesu.rules.survey.asking import asking_moment, may_ask, may_call_back
from jiesu.rules.survey.indices import Indices, Share, indices, may_show_to_scored
from jiesu.rules.survey.judging import COACHING, Judgement, RawAnswer, judge_answer

__all__ = [
    "COACHING",
    "Indices",
    "Judgement",
    "RawAnswer",
    "Share",
    "asking_moment",
    "indices",
    "judge_answer",
    "may_ask",
    "may_call_back",
    "may_show_to_scored",
]
