"""Moves that write to a second case at the same moment: nothing is lost, nobody waits for ever."""

from datetime import timedelta

import pytest

from at_once import at_once
from cast import Cast
from jiesu.cases.models import Entry
from jiesu.cases.rebuild import differences
from jiesu.cases.refusals import WrongState
from jiesu.cases.verify import verify
from tale import NOW, SLOW, Tale

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_that_part_from_one_at_once_have_both_parted(cast: Cast) -> None:
    master, *children = _three(cast)
    for child in children:
        child.say(cast.dispatcher, "merge", into=master.case.number)

    def part(child: Tale) -> Entry:
        return child.say(cast.dispatcher, "unmerge", reason="不是同一故障")

    first, second = at_once([lambda: part(children[0]), lambda: part(children[1])], master)
    assert first.result().verb == second.result().verb == "unmerge"
    assert master.stored.record["children"] == []
    _whole(master, *children)


def test_one_that_parts_while_another_joins_leaves_the_other_there(cast: Cast) -> None:
    master, leaving, coming = _three(cast)
    leaving.say(cast.dispatcher, "merge", into=master.case.number)
    at_once(
        [
            lambda: leaving.say(cast.dispatcher, "unmerge", reason="不是同一故障"),
            lambda: coming.say(cast.dispatcher, "merge", into=master.case.number),
        ],
        master,
    )
    assert master.stored.record["children"] == [coming.case.number]
    _whole(master, leaving, coming)


def test_two_merged_into_each_other_at_once_are_merged_into_the_earlier(cast: Cast) -> None:
    earlier, later, _ = _three(cast)
    wrong, right = at_once(
        [
            lambda: earlier.say(cast.dispatcher, "merge", into=later.case.number),
            lambda: later.say(cast.dispatcher, "merge", into=earlier.case.number),
        ],
        earlier,
        later,
    )
    assert isinstance(wrong.exception(), WrongState)
    assert right.result().verb == "merge"
    assert later.stored.master_id == earlier.case.pk
    _whole(earlier, later)


def _three(cast: Cast) -> list[Tale]:
    """Three contacts about one thing, an hour apart."""
    return [Tale(cast, SLOW, NOW + timedelta(hours=n)) for n in range(3)]


def _whole(*tales: Tale) -> None:
    for tale in tales:
        assert verify(tale.stored) is None
        assert differences(tale.stored) == []
