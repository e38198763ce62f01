"""Open cases stay open: over a reload, on another machine, until they are closed."""

from datetime import timedelta

from django.utils import timezone

from cast import Cast
from console.conftest import SLOW, Enter
from jiesu.cases.intake.receive import receive_all
from jiesu.cases.models import Case
from jiesu.cases.moves import make_move
from jiesu.console.together.tabs import MOST, open_tab, tabs_of
from jiesu.people.actor import Actor

CLOSE = "/console/together/tabs/close"


def test_a_case_looked_at_is_a_tab_on_every_machine(case: Case, owner: Actor, enter: Enter) -> None:
    enter(owner).get(f"/console/cases/{case.number}/")
    elsewhere = enter(owner).get("/console/cases/").content.decode()
    assert 'class="open-tabs"' in elsewhere
    assert f'/console/cases/{case.number}/" title="{case.number}"' in elsewhere


def test_a_tab_says_that_its_case_moved_until_it_is_looked_at(
    cast: Cast, case: Case, owner: Actor, enter: Enter
) -> None:
    open_tab(owner, case, timezone.now())
    make_move(cast.manager, case.number, "annotate", {"text": "请加快"}, now=timezone.now())
    (tab,) = tabs_of(owner)
    assert tab.moved
    enter(owner).get(f"/console/cases/{case.number}/")
    (tab,) = tabs_of(owner)
    assert not tab.moved


def test_a_closed_tab_leads_to_the_one_beside_it_and_then_to_the_queue(
    cast: Cast, enter: Enter
) -> None:
    now = timezone.now()
    first, second = receive_all(cast.agent, [SLOW, SLOW], now=now)
    browser = enter(cast.manager)
    for case in (first, second):
        open_tab(cast.manager, case, now)
    answer = browser.post(CLOSE, {"number": second.number, "here": second.number})
    assert answer["Location"] == f"/console/cases/{first.number}/"
    answer = browser.post(CLOSE, {"number": first.number, "here": first.number})
    assert answer["Location"] == "/console/cases/"
    assert tabs_of(cast.manager) == []


def test_the_tab_opened_first_makes_room(cast: Cast) -> None:
    now = timezone.now()
    cases = receive_all(cast.agent, [SLOW] * (MOST + 2), now=now)
    for n, case in enumerate(cases):
        open_tab(cast.manager, case, now + timedelta(seconds=n))
    assert [tab.number for tab in tabs_of(cast.manager)] == [c.number for c in cases[2:]]


def test_what_may_no_longer_be_seen_is_no_tab(cast: Cast, case: Case, owner: Actor) -> None:
    open_tab(owner, case, timezone.now())
    other = cast.second_owner if owner == cast.owner else cast.owner
    words = {"owner_id": other.staff_id, "reason": "轮岗", "kind": "leave"}
    make_move(cast.manager, case.number, "hand_over", words, now=timezone.now())
    assert tabs_of(owner) == []
