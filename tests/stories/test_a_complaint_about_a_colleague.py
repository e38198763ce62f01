"""§21.23, §21.30, T31, §17: who is complained about is shut out; owners change with a word."""

import pytest

from cast import Cast, person
from jiesu.cases.leaving import hand_over_all
from jiesu.cases.models import Case, Message
from jiesu.cases.rebuild import differences
from jiesu.cases.refusals import NotAllowed, Unfit, UnknownCase, WrongState
from tale import Tale


@pytest.fixture
def tale(cast: Cast) -> Tale:
    return Tale(cast)


def test_the_leader_complained_about_cannot_open_it(tale: Tale, cast: Cast) -> None:
    """§21.23: neither sees nor handles, whatever the role."""
    tale.say(cast.manager, "annotate", text="先看")
    other = person("ma", "马经理", cast.city, "R21", cast.city)
    tale.say(other, "name_accused", staff_id=cast.manager.staff_id, reason="用户指认服务经理")
    assert not Case.objects.visible_to(cast.manager).filter(pk=tale.case.pk).exists()
    with pytest.raises(UnknownCase):
        tale.say(cast.manager, "annotate", text="再看")
    assert Case.objects.visible_to(other).filter(pk=tale.case.pk).exists()
    assert differences(tale.stored) == []


def test_the_accused_is_given_no_part(tale: Tale, cast: Cast) -> None:
    """T11, T31."""
    accused = cast.investigator
    tale.say(tale.owner, "name_accused", staff_id=accused.staff_id, reason="用户指认")
    tale.say(tale.owner, "accept")
    with pytest.raises(NotAllowed):
        tale.say(tale.owner, "investigate", investigator_id=accused.staff_id)
    with pytest.raises(WrongState, match="未重复"):
        tale.say(tale.owner, "name_accused", staff_id=accused.staff_id, reason="用户指认")


def test_an_owner_complained_about_hands_over_first(tale: Tale, cast: Cast) -> None:
    """T31: complaint about the owner."""
    owner = tale.owner
    other = cast.second_owner if owner == cast.owner else cast.owner
    with pytest.raises(WrongState, match="更换专人"):
        tale.say(cast.manager, "name_accused", staff_id=owner.staff_id, reason="用户指认")
    tale.say(
        cast.manager,
        "hand_over",
        owner_id=other.staff_id,
        reason="被投诉",
        kind="complained_about",
    )
    tale.say(cast.manager, "name_accused", staff_id=owner.staff_id, reason="用户指认")
    with pytest.raises(UnknownCase):
        tale.say(owner, "accept")
    with pytest.raises(NotAllowed, match="被投诉人"):
        tale.say(cast.manager, "hand_over", owner_id=owner.staff_id, reason="换回")
    tale.say(other, "accept")


def test_the_owner_goes_on_leave_and_every_customer_is_told(cast: Cast) -> None:
    """§21.30, S8: N09 with the new name; nobody has to tell it twice."""
    tales = [Tale(cast), Tale(cast)]
    leaver = tales[0].owner
    assert leaver.staff_id is not None
    mine = [tale for tale in tales if tale.stored.owner_id == leaver.staff_id]
    other = cast.second_owner if leaver == cast.owner else cast.owner
    done = hand_over_all(cast.manager, leaver.staff_id, reason="休假", now=tales[0].now)
    assert done == [tale.case.number for tale in mine]
    for tale in mine:
        assert tale.stored.owner_id == other.staff_id
        letter = Message.objects.get(case_id=tale.case.pk, template="N09")
        assert other.name in letter.body
        assert not Case.objects.visible_to(leaver).filter(pk=tale.case.pk).exists()


def test_only_a_case_owner_of_the_unit_takes_a_case_over(tale: Tale, cast: Cast) -> None:
    with pytest.raises(Unfit, match="投诉专员"):
        tale.say(cast.manager, "hand_over", owner_id=cast.agent.staff_id, reason="请假")
    with pytest.raises(Unfit, match="投诉专员"):
        tale.say(cast.manager, "hand_over", owner_id=cast.stranger.staff_id, reason="请假")
    with pytest.raises(Unfit, match="已是"):
        tale.say(cast.manager, "hand_over", owner_id=tale.owner.staff_id, reason="请假")
