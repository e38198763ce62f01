"""Who a new case goes to: area, absence, shift, cap and skill, with the reasons in the ledger."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from cast import Cast
from jiesu.cases.intake.desk import forget_desk
from jiesu.cases.intake.receive import receive, receive_all
from jiesu.cases.models import Case, Entry
from jiesu.people.actor import Actor
from jiesu.people.duties import end_absence, note_absence, set_duty
from jiesu.people.errors import RefusedError
from jiesu.people.models import Absence, Staff
from jiesu.rules.reason import read_all_back
from jiesu.rules.wording import in_chinese
from tale import NOW, SLOW

DAY = timedelta(days=1)


def staff(actor: Actor) -> Staff:
    return Staff.objects.select_related("organisation").get(pk=actor.staff_id or 0)


def away(cast: Cast, who: Actor, stand_in: Actor | None = None) -> Absence:
    row = note_absence(
        cast.manager,
        staff(who),
        since=NOW - DAY,
        until=NOW + DAY,
        substitute=staff(stand_in) if stand_in else None,
        at=NOW,
    )
    forget_desk()
    return row


def duty(cast: Cast, who: Actor, **told: Any) -> None:
    words: dict[str, Any] = {"cap": None, "skills": [], "shifts": [], **told}
    set_duty(cast.manager, staff(who), at=NOW, **words)
    forget_desk()


def taken(cast: Cast, now: datetime = NOW) -> Case:
    return receive(cast.agent, SLOW, now=now)


def reasons(case: Case) -> list[str]:
    kept = Entry.objects.get(case=case, verb="register").facts["because"]
    return [in_chinese(reason) for reason in read_all_back(kept)]


def test_the_reasons_stand_in_the_ledger(cast: Cast) -> None:
    case = taken(cast)
    assert reasons(case) == ["负责本辖区，当班在岗", "无人专责此类事项", "在手0件最少"]


def test_nothing_new_goes_to_whoever_is_away(cast: Cast) -> None:
    away(cast, cast.owner)
    cases = receive_all(cast.agent, [SLOW] * 4, now=NOW)
    assert {case.owner_id for case in cases} == {cast.second_owner.staff_id}


def test_an_absence_counts_from_its_moment_to_its_moment(cast: Cast) -> None:
    away(cast, cast.owner)
    duty(cast, cast.owner, skills=["N"])
    assert taken(cast, NOW).owner_id == cast.second_owner.staff_id
    assert taken(cast, NOW + 2 * DAY).owner_id == cast.owner.staff_id


def test_whoever_is_back_early_is_given_work_again(cast: Cast) -> None:
    row = away(cast, cast.owner)
    duty(cast, cast.owner, skills=["N"])
    end_absence(cast.manager, row, at=NOW)
    end_absence(cast.manager, row, at=NOW + DAY)
    forget_desk()
    assert taken(cast).owner_id == cast.owner.staff_id
    row.refresh_from_db()
    assert row.ended_at == NOW


def test_out_of_hours_it_goes_to_whoever_is_not_away_and_says_so(cast: Cast) -> None:
    for one in (cast.owner, cast.second_owner):
        duty(cast, one, shifts=[(1, "08:30", "17:30")])
    away(cast, cast.owner)
    case = taken(cast)
    assert case.owner_id == cast.second_owner.staff_id
    assert reasons(case)[0] == "负责本辖区，无人当班"


def test_if_all_are_away_somebody_answers_for_it_all_the_same(cast: Cast) -> None:
    for one in (cast.owner, cast.second_owner):
        away(cast, one)
    case = taken(cast)
    assert case.owner_id
    assert reasons(case)[0] == "负责本辖区，均不在岗"


def test_whoever_knows_the_matter_comes_first_until_the_cap(cast: Cast) -> None:
    duty(cast, cast.second_owner, skills=["N"], cap=2)
    first, second, third = (taken(cast).owner_id for _ in range(3))
    assert first == second == cast.second_owner.staff_id
    assert third == cast.owner.staff_id


def test_a_manager_of_another_city_notes_nothing_here(cast: Cast) -> None:
    with pytest.raises(RefusedError):
        note_absence(
            cast.stranger, staff(cast.owner), since=NOW, until=NOW + DAY, substitute=None, at=NOW
        )
    assert not Absence.objects.exists()


@pytest.mark.parametrize("days", [0, -1])
def test_an_absence_ends_after_it_begins(cast: Cast, days: int) -> None:
    with pytest.raises(RefusedError):
        note_absence(
            cast.manager,
            staff(cast.owner),
            since=NOW,
            until=NOW + days * DAY,
            substitute=None,
            at=NOW,
        )


def test_a_stand_in_is_there_and_somebody_else(cast: Cast) -> None:
    away(cast, cast.second_owner)
    with pytest.raises(RefusedError):
        away(cast, cast.owner, stand_in=cast.second_owner)
    with pytest.raises(RefusedError):
        away(cast, cast.owner, stand_in=cast.owner)


def test_hours_that_end_before_they_begin_are_refused(cast: Cast) -> None:
    with pytest.raises(RefusedError):
        duty(cast, cast.owner, shifts=[(1, "20:00", "08:00")])
