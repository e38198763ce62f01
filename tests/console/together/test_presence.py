"""Who is here is told to those who may see the case, and to nobody else."""

from datetime import datetime, timedelta

from pytest_django import Settings

from cast import Cast
from console.conftest import Enter
from jiesu.cases.models import Case
from jiesu.console.together.models import Presence
from jiesu.console.together.presence import (
    LOOKS_FOR,
    TYPES_FOR,
    forget_looks,
    here,
    leave,
    look,
    type_on,
)
from jiesu.people.actor import Actor


def looks(actor: Actor, case: Case, now: datetime) -> None:
    assert actor.staff_id
    look([(case.number, actor.staff_id)], now)


def test_others_see_who_looks_and_nobody_sees_oneself(
    cast: Cast, case: Case, owner: Actor, now: datetime
) -> None:
    looks(owner, case, now)
    looks(cast.manager, case, now)
    assert [one.work_no for one in here(owner, [case.number], now)] == [cast.manager.work_no]
    assert [one.work_no for one in here(cast.manager, [case.number], now)] == [owner.work_no]


def test_a_stranger_learns_of_nobody(cast: Cast, case: Case, owner: Actor, now: datetime) -> None:
    looks(owner, case, now)
    assert here(cast.stranger, [case.number], now) == []


def test_a_look_that_is_not_renewed_runs_out(
    cast: Cast, case: Case, owner: Actor, now: datetime
) -> None:
    looks(owner, case, now)
    assert here(cast.manager, [case.number], now + LOOKS_FOR - timedelta(seconds=1))
    looks(owner, case, now + timedelta(seconds=20))
    assert here(cast.manager, [case.number], now + LOOKS_FOR + timedelta(seconds=1))
    late = now + 2 * LOOKS_FOR
    assert here(cast.manager, [case.number], late) == []
    assert forget_looks(late) == 1


def test_typing_is_told_for_as_long_as_it_lasts(
    cast: Cast, case: Case, owner: Actor, now: datetime
) -> None:
    assert owner.staff_id
    looks(owner, case, now)
    type_on(case, owner.staff_id, now)
    assert here(cast.manager, [case.number], now)[0].typing
    (after,) = here(cast.manager, [case.number], now + TYPES_FOR)
    assert not after.typing
    leave(case.number, owner.staff_id)
    assert not Presence.objects.exists()


def test_the_last_words_of_a_page_that_closes_do_not_bring_back_who_left(
    cast: Cast, case: Case, owner: Actor, now: datetime
) -> None:
    assert owner.staff_id
    looks(owner, case, now)
    leave(case.number, owner.staff_id)
    type_on(case, owner.staff_id, now)
    assert here(cast.manager, [case.number], now) == []


def test_a_screen_that_no_stream_reaches_asks_and_is_seen_by_asking(
    cast: Cast, case: Case, owner: Actor, enter: Enter
) -> None:
    told = f"case={case.number}.{case.seq}&at={case.number}"
    enter(cast.manager).get(f"/console/together/check?{told}")
    answer = enter(owner).get(f"/console/together/check?{told}").json()
    assert answer["moved"] == []
    assert cast.manager.work_no in answer["here"][case.number]


def test_a_stranger_who_asks_hears_nothing_and_is_not_here(
    cast: Cast, case: Case, enter: Enter
) -> None:
    told = f"case={case.number}.0&at={case.number}"
    answer = enter(cast.stranger).get(f"/console/together/check?{told}").json()
    assert answer["moved"] == []
    assert answer["here"] == {}
    assert not Presence.objects.filter(staff=cast.stranger.staff_id).exists()


def test_what_was_done_meanwhile_is_shown_and_a_stranger_is_not_told(
    cast: Cast, case: Case, owner: Actor, enter: Enter
) -> None:
    enter(owner).post(
        f"/console/cases/{case.number}/annotate/", {"text": "已联系机房", "version": "", "key": "a"}
    )
    address = f"/console/together/since/{case.number}?after={case.seq}"
    page = enter(cast.manager).get(address).content.decode()
    assert "批注" in page
    assert owner.work_no in page
    newest = Case.objects.get(pk=case.pk).seq
    assert (
        not enter(cast.manager).get(address.replace(f"={case.seq}", f"={newest}")).content.strip()
    )
    assert enter(cast.stranger).get(address).status_code == 404


def test_the_page_may_reach_its_stream_and_nothing_else(
    case: Case, owner: Actor, enter: Enter, settings: Settings
) -> None:
    settings.LIVE_URL = ":8001"
    page = enter(owner).get(f"/console/cases/{case.number}/")
    assert (
        "connect-src 'self' http://testserver:8001/live" in page.headers["Content-Security-Policy"]
    )
    settings.LIVE_URL = "/live"
    page = enter(owner).get(f"/console/cases/{case.number}/")
    assert "connect-src" not in page.headers["Content-Security-Policy"]
    assert 'data-live="/live"' in page.content.decode()
