"""N12, N19O: whoever waits for an outage hears what is new of it, and that it is over."""

from django.utils.translation import gettext as _

from jiesu.cases.merging import last_master, same_person
from jiesu.cases.refusals import WrongState
from jiesu.cases.said import Letter, Said
from jiesu.cases.verbs import Scene, Words, move
from jiesu.incidents import flow  # noqa: F401 - enrols the verbs before their actions
from jiesu.incidents.linked import ended_before, facts_of, letter_about, outage_of
from jiesu.incidents.models import Outage
from jiesu.rules.workdays.shanghai import said


class OutageNews(Words):
    """Nothing to tell: the register knows it."""


@move
def outage_moved(scene: Scene, words: OutageNews) -> Said:  # noqa: ARG001 - every action takes words
    """Tell a linked customer the new cause or time (N12); nobody hears the same thing twice."""
    outage = _news(scene)
    if outage.ended_at is not None:
        raise WrongState(_("群障已解除，未再告知变更。"))
    return Said(
        facts=facts_of(outage),
        record={"outage_told": outage.version},
        letters=[letter_about(outage, scene.now)],
    )


@move
def outage_over(scene: Scene, words: OutageNews) -> Said:  # noqa: ARG001 - every action takes words
    """Tell a linked customer that service is back (N19O); a call to confirm is due (§21 no. 1).

    The repair promised by law ends when service was back, not when we noticed. Of planned work that
    was called off nothing came back: what is wrong with the line is something else. So it is where
    the case was taken up again after the end; the customer is told all the same, N12 promised it,
    and so is one whose complaint ended meanwhile: nobody has to call then.
    """
    outage = _news(scene)
    _check_not_told_elsewhere(scene)
    if outage.ended_at is None:
        raise WrongState(_("群障尚未解除，未告知恢复。"))
    restored, back = outage.ended_at, not outage.called_off
    before = back and ended_before(scene, outage)
    told = {"root_cause": outage.root_cause, "restored_at": restored, "before": before}
    after = {"after_end": True} if scene.case.closed_at else {}
    return Said(
        facts={"outage": outage.number, **told, "restored": back and not before, **after},
        record={"outage_told": outage.version, "restored_at": restored.isoformat()},
        letters=[Letter("N19O", {"time": said(restored)})] if back else [],
        happened_at=restored if restored >= scene.case.received_at else None,
    )


def _news(scene: Scene) -> Outage:
    outage = outage_of(scene)
    if scene.case.record["outage_told"] >= outage.version:
        raise WrongState(_("用户已获知群障的最新情况，未重复告知。"))
    return outage


def _check_not_told_elsewhere(scene: Scene) -> None:
    """One person with two numbers reads it once, under the number that goes on (§15.2)."""
    case, master = scene.case, last_master(scene.case)
    if master.pk != case.pk and master.outage == case.outage and same_person(case, master):
        raise WrongState(_("并入的投诉会告知同一用户，未重复告知。"))
