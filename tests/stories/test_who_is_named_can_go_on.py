"""Whoever is named for a work is here, holds the role over the case, and is not accused (§17)."""

import pytest
from django.utils import timezone

from cast import Cast, person
from jiesu.cases.intake.contact import Intake
from jiesu.cases.refusals import NotAllowed, Unfit
from jiesu.people.models import Grant, Staff
from tale import DOWN, SLOW, Tale

BARE = Intake(channel="web", description=SLOW.description, phone="13800005678")
"""A contact that says what is wrong and not what is wished: nobody's yet."""
SPOKEN = {"reason": "电话中态度恶劣"}
WHOLE = {"category": "N-04-01", "desired_outcome": "修好网速"}


def test_an_owner_must_be_one_of_this_unit_who_is_still_here(cast: Cast) -> None:
    """T02, S8: a number typed wrong, a stranger, one who left: none becomes owner."""
    left = person("ren", "任已离", cast.city, "R07", cast.city).staff_id or 0
    Staff.objects.filter(pk=left).update(left_at=timezone.now())
    told = Tale(cast, BARE)
    assert told.state == "RECEIVED"
    for unfit in (987_654_321, left, cast.stranger.staff_id, cast.technician.staff_id):
        with pytest.raises(Unfit, match="未"):
            told.say(cast.agent, "register", owner_id=unfit, **WHOLE)
    told.say(cast.agent, "register", owner_id=cast.second_owner.staff_id, **WHOLE)
    assert told.stored.owner_id == cast.second_owner.staff_id


def test_left_open_the_owner_is_an_owner_and_not_the_clerk(cast: Cast) -> None:
    told = Tale(cast, BARE)
    told.say(cast.agent, "register", **WHOLE)
    assert told.stored.owner_id in {cast.owner.staff_id, cast.second_owner.staff_id}


def test_only_an_investigator_of_this_unit_is_named_to_investigate(cast: Cast) -> None:
    """T11: anybody else could not sign the finding, and the case would stand still."""
    told = Tale(cast)
    told.say(told.owner, "accept")
    for unfit in (987_654_321, cast.stranger.staff_id, cast.handler.staff_id):
        with pytest.raises(Unfit):
            told.say(told.owner, "investigate", investigator_id=unfit)
    with pytest.raises(Unfit):
        told.say(told.owner, "investigate")
    told.say(told.owner, "investigate", investigator_id=cast.investigator.staff_id)
    assert told.state == "INVESTIGATING"


def test_a_role_taken_back_counts_no_more(cast: Cast) -> None:
    told = Tale(cast)
    told.say(told.owner, "accept")
    Grant.objects.filter(staff=cast.investigator.staff_id).update(revoked_at=timezone.now())
    with pytest.raises(Unfit):
        told.say(told.owner, "investigate", investigator_id=cast.investigator.staff_id)


def test_the_accused_is_named_for_nothing(cast: Cast) -> None:
    told = Tale(cast)
    told.say(cast.agent, "name_accused", staff_id=cast.investigator.staff_id, **SPOKEN)
    told.say(told.owner, "accept")
    with pytest.raises(NotAllowed, match="被投诉人"):
        told.say(told.owner, "investigate", investigator_id=cast.investigator.staff_id)
    other = cast.second_owner if told.owner == cast.owner else cast.owner
    told.say(cast.agent, "name_accused", staff_id=other.staff_id, **SPOKEN)
    with pytest.raises(NotAllowed, match="被投诉人"):
        told.say(cast.manager, "hand_over", owner_id=other.staff_id, reason="休假")


def test_only_a_rectification_owner_of_the_unit_is_named_to_put_it_right(cast: Cast) -> None:
    """§11.8: anybody else could not even plan it, and the accused could not see it."""
    told = Tale(cast)
    elsewhere = person("yuan", "远整改", cast.other_city, "R20", cast.other_city).staff_id
    words = {"source": "inspection", "problem": "分光器老化"}
    for unfit in (987_654_321, cast.agent.staff_id, elsewhere):
        with pytest.raises(Unfit, match="未"):
            told.say(cast.manager, "rectify", **words, owner_id=unfit)
    told.say(cast.agent, "name_accused", staff_id=cast.rectifier.staff_id, **SPOKEN)
    with pytest.raises(NotAllowed, match="被投诉人"):
        told.say(cast.manager, "rectify", **words, owner_id=cast.rectifier.staff_id)


def test_an_order_is_given_to_nobody_of_another_crew(cast: Cast) -> None:
    """§17: whoever is given it sees the customer's address; the order is reassigned first."""
    told = Tale(cast, DOWN)
    told.say(told.owner, "accept", 0.1)
    told.say(cast.dispatcher, "dispatch", 0.1)
    stranger = person("wai", "外师傅", cast.other_city, "R12", cast.other_city).staff_id
    with pytest.raises(Unfit, match="先改派"):
        told.on("order", cast.dispatcher, "order_assign", technician_id=stranger)
    told.on("order", cast.dispatcher, "order_assign", technician_id=cast.technician.staff_id)
