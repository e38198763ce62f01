"""Counters are maintained, not counted: after any moves they say what a count would say."""

import random
import re
from collections import Counter
from datetime import datetime, timedelta

import pytest
from django.db import connection

from cast import Cast
from console.conftest import Enter, list_of
from jiesu.cases.intake.receive import receive, receive_all
from jiesu.cases.models import Case, Tally
from jiesu.cases.moves import make_move
from jiesu.cases.refusals import Refusal
from jiesu.cases.tally import (
    Counts,
    fold_tally,
    own_counts,
    rebuild_tally,
    tally_differences,
    unit_counts,
)
from jiesu.console.finding.conditions import Conditions
from jiesu.people.actor import Actor
from tale import NOW, SLOW

REASON = "按今天的话务安排"


def by_counting(actor: Actor, whose: str) -> Counts:
    """What the lists themselves hold."""
    looks = {
        "open": Conditions(whose=whose),  # type: ignore[arg-type] # one of two words
        "external": Conditions(whose=whose, flag=("external",)),  # type: ignore[arg-type] # same
        "repeated": Conditions(whose=whose, flag=("repeat",)),  # type: ignore[arg-type] # same
        "pressed": Conditions(whose=whose, flag=("pressed",)),  # type: ignore[arg-type] # same
    }
    found = {name: len(list_of(actor, look, NOW)) for name, look in looks.items()}
    free = [case for case in list_of(actor, looks["open"], NOW) if not case.owner]
    return Counts(free=len(free), **found)


def moves(cast: Cast, rng: random.Random) -> list[tuple[Actor, str, dict[str, object]]]:
    """Something that somebody might do next."""
    owners = [cast.owner.staff_id, cast.second_owner.staff_id]
    return [
        (cast.owner, "accept", {}),
        (cast.second_owner, "accept", {}),
        (cast.agent, "expedite", {"said": "快点"}),
        (cast.manager, "hand_over", {"owner_id": rng.choice(owners), "reason": REASON}),
        (cast.owner, "investigate", {"investigator_id": cast.investigator.staff_id}),
        (cast.second_owner, "investigate", {"investigator_id": cast.owner.staff_id}),
        (cast.owner, "withdraw", {"proof": "recording", "reference": "录音 1"}),
        (cast.second_owner, "withdraw", {"proof": "recording", "reference": "录音 2"}),
        (cast.manager, "escalate", {"level": "L2", "because": REASON}),
        (cast.manager, "name_accused", {"staff_id": rng.choice([*owners, cast.manager.staff_id])}),
        (cast.agent, "annotate", {"text": "看过"}),
    ]


@pytest.mark.parametrize("seed", range(3))
def test_after_any_moves_the_counters_say_what_a_count_says(cast: Cast, seed: int) -> None:
    rng, done = random.Random(seed), Counter[str]()
    cases = receive_all(cast.agent, [SLOW] * 6, now=NOW)
    for step in range(40):
        actor, verb, words = rng.choice(moves(cast, rng))
        try:
            make_move(actor, rng.choice(cases).number, verb, words, now=NOW + timedelta(hours=step))
        except Refusal:
            continue
        done[verb] += 1
        if step % 13 == 0:
            fold_tally(NOW)
    assert len(done) > 3, done
    assert tally_differences() == []
    assert unit_counts(cast.manager) == by_counting(cast.manager, "unit")
    for person in (cast.owner, cast.second_owner, cast.investigator, cast.manager):
        assert own_counts(person) == by_counting(person, "mine")


def test_a_fresh_case_counts_at_once_for_its_unit_and_its_owner(cast: Cast) -> None:
    case = receive(cast.agent, SLOW, now=NOW)
    whose = {cast.owner.staff_id: cast.owner, cast.second_owner.staff_id: cast.second_owner}
    assert own_counts(whose[case.owner_id]).open == 1
    assert unit_counts(cast.manager) == Counts(open=1)


def test_who_sees_no_whole_unit_is_told_no_count_of_one(cast: Cast) -> None:
    receive(cast.agent, SLOW, now=NOW)
    assert unit_counts(cast.owner) is None
    assert unit_counts(cast.stranger) is None
    assert own_counts(cast.stranger) == Counts()


def test_ending_and_opening_again_go_out_and_come_in(cast: Cast) -> None:
    case = receive(cast.agent, SLOW, now=NOW)
    Case.objects.filter(pk=case.pk).update(closed_at=NOW)
    assert unit_counts(cast.manager) == Counts()
    Case.objects.filter(pk=case.pk).update(closed_at=None, owner=None)
    assert unit_counts(cast.manager) == Counts(open=1, free=1)


def test_a_change_that_no_list_counts_by_writes_nothing(cast: Cast) -> None:
    case = receive(cast.agent, SLOW, now=NOW)
    before = Tally.objects.count()
    make_move(cast.agent, case.number, "annotate", {"text": "看过"}, now=NOW)
    assert Tally.objects.count() == before


def test_folding_leaves_one_row_a_kind_and_the_same_sums(cast: Cast) -> None:
    receive_all(cast.agent, [SLOW] * 20, now=NOW)
    before = unit_counts(cast.manager)
    fold_tally(NOW)
    assert Tally.objects.count() == 2
    assert unit_counts(cast.manager) == before == Counts(open=20)
    fold_tally(NOW)
    assert Tally.objects.count() == 2


def test_kinds_that_have_come_to_nothing_leave_no_row(cast: Cast) -> None:
    receive(cast.agent, SLOW, now=NOW)
    Case.objects.update(closed_at=NOW)
    fold_tally(NOW)
    assert Tally.objects.count() == 0


def test_a_tally_that_went_wrong_is_told_and_put_right(cast: Cast) -> None:
    receive_all(cast.agent, [SLOW] * 3, now=NOW)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE cases_tally SET n = n + 5 WHERE id = (SELECT min(id) FROM cases_tally)"
        )
    assert len(tally_differences()) == 1
    assert len(rebuild_tally()) == 1
    assert tally_differences() == []
    assert unit_counts(cast.manager) == Counts(open=3)
    assert rebuild_tally() == []


def test_the_tabs_say_how_much_is_in_each(cast: Cast, now: datetime, enter: Enter) -> None:
    receive_all(cast.agent, [SLOW] * 3, now=now)
    html = enter(cast.manager).get("/console/cases/?whose=unit").content.decode()
    for title, count in (("我的", 0), ("本单位", 3), ("无专人", 0), ("外部转办", 0)):
        assert re.search(rf'<span>{title}</span> <span class="counter-n">{count}<', html), title
    assert re.search(r'href="[^"]*whose=unit" aria-current="page"', html)
    own = enter(cast.owner).get("/console/cases/").content.decode()
    assert "本单位" not in own
