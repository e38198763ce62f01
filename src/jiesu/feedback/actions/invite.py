"""N41: the customer is asked for a score by a link, once a case and not too often (K10, §7)."""

from django.conf import settings
from django.utils.translation import gettext as _

from jiesu.cases.refusals import WrongState
from jiesu.cases.said import Letter, Said
from jiesu.cases.verbs import Scene, Words, move
from jiesu.feedback.asking import hold_the_customer, may_be_asked
from jiesu.feedback.invitations import digest_of, new_secret
from jiesu.rules.answer import Answer
from jiesu.rules.reason import why


class Invitation(Words):
    """Nothing has to be told: the system asks, at a moment nobody can foretell."""


@move
def invite(scene: Scene, words: Invitation) -> Said:  # noqa: ARG001 - every action sees the scene
    """Send the link, or note why not; it is the one survey of the case (K10)."""
    case = scene.case
    if case.record.get("survey") or case.record.get("score"):
        raise WrongState(_("此件已有评价安排，未重复邀请。"))
    hold_the_customer(case)
    answer = _may(scene)
    if not answer.allowed:
        told = {"sent": False, "because": answer.because}
        return Said(facts=told, record={"survey": {"sent": False}})
    secret = new_secret()
    survey = {"sent": True, "at": scene.now.isoformat(), "digest": digest_of(secret)}
    url = f"{settings.BASE_URL}/s/{case.number}/{secret}/"
    return Said(
        facts={"sent": True}, record={"survey": survey}, letters=[Letter("N41", {"url": url})]
    )


def _may(scene: Scene) -> Answer:
    if scene.entries[0].facts.get("no_contact"):
        return Answer(allowed=False, because=why("wants_no_contact"))
    return may_be_asked(scene.case, scene.now)


class NoMoreSurveys(Words):
    """Nothing has to be told: a T in answer to the message is enough."""


@move
def decline_surveys(scene: Scene, words: NoMoreSurveys) -> Said:  # noqa: ARG001 - the same
    """The customer wants no more requests for scores; it counts for every complaint (N41)."""
    if scene.case.record.get("declines_surveys"):
        raise WrongState(_("用户已表示不再接收评价邀请，未重复登记。"))
    survey = scene.case.record.get("survey")
    closed = {"survey": {**survey, "digest": ""}} if survey else {}
    return Said(record={"declines_surveys": scene.now.isoformat(), **closed})
