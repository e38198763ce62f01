"""The customer's score: kept raw, judged by published terms (S47, S48, K9, §7, §12.5)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal

from django.utils.translation import gettext as _
from msgspec import Meta

from jiesu.cases.reasons import reason_told
from jiesu.cases.refusals import NotAllowed
from jiesu.cases.said import Letter, Said
from jiesu.cases.verbs import Scene, Words, move
from jiesu.cases.words import MaybePage
from jiesu.feedback.asking import hold_the_customer, may_be_asked
from jiesu.rules.survey.judging import Judgement, RawAnswer, judge_answer
from jiesu.rules.survey.terms import our_own

_WITHIN = "24小时内"
"""Until when somebody gets in touch after a low score (S88)."""


@dataclass(frozen=True, slots=True)
class Coached:
    """The customer says that somebody asked for a particular score (§7)."""

    number: str
    at: datetime


class Score(Words):
    """The score from 1 to 10, and whether anybody asked for a particular one (§7)."""

    score: Annotated[int, Meta(ge=1, le=10)]
    asked_for_score: bool = False
    comment: MaybePage = ""
    answered_by: Literal["holder", "user", "other"] = "user"


@move
def score(scene: Scene, words: Score) -> Said:
    """Keep the raw score; a coached one does not count, a low one is followed up (S48)."""
    _check_asked(scene)
    judgement = _judge(scene, words)
    low = judgement.valid and words.score < our_own().thresholds.satisfied
    letters = [Letter("N42", {"issue": "您不满意之处", "date": _WITHIN})] if low else []
    facts = {
        "score": words.score,
        "coached": words.asked_for_score,
        "valid": judgement.valid,
        "excluded": judgement.excluded,
        "opens": judgement.opens,
    }
    record: dict[str, Any] = {}
    if not scene.count("score"):  # another answer never takes back the first (§7, S48)
        record["score"] = {"raw": words.score, "valid": judgement.valid, "low": low}
    if survey := scene.case.record.get("survey"):
        record["survey"] = {**survey, "digest": ""}
    secret = {"comment": words.comment} if words.comment else {}
    coached = [Coached(scene.case.number, scene.now)] if judgement.opens else []
    return Said(facts=facts, record=record, secret=secret, letters=letters, events=[*coached])


def _check_asked(scene: Scene) -> None:
    """A score taken on a call is a request like the link: one in seven days (K10).

    Raises:
        NotAllowed: the customer was asked about another complaint, or wants not to be asked.
    """
    if scene.actor.kind != "staff":
        return
    hold_the_customer(scene.case)
    answer = may_be_asked(scene.case, scene.now, elsewhere=True)
    if not answer.allowed:
        raise NotAllowed(
            _("%(why)s回访可以继续，请不要再请用户评分，未登记评分。")
            % {"why": reason_told(answer.because)}
        )


def _judge(scene: Scene, words: Score) -> Judgement:
    answer = RawAnswer(
        score=words.score,
        asked_at=_asked_at(scene),
        answered_at=scene.now,
        answered_by=words.answered_by,
        coached=words.asked_for_score,
        collected_by_handler=bool(scene.parts & {"owner", "handler", "technician"}),
        answered_before=scene.count("score") > 0,
    )
    return judge_answer(answer)


def _asked_at(scene: Scene) -> datetime:
    """When the customer was last asked: by link, or on the call-back, else by the answer itself."""
    link = scene.last("invite")
    if link and scene.actor.kind == "customer" and link.facts["sent"]:
        return link.at
    asked = scene.last("try_call") or scene.last("call_back") or scene.last("resolve")
    return asked.at if asked else scene.now
