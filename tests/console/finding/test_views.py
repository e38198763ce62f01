"""Views: conditions under a name, shared with a unit; they never show more than may be seen."""

import re
from datetime import datetime
from html import escape, unescape
from typing import Any
from urllib.parse import quote

import pytest

from cast import Cast
from console.conftest import SLOW, Enter
from jiesu.cases.intake.receive import receive, receive_all
from jiesu.cases.models import Case
from jiesu.console.finding.views import look_of, shareable, views_of
from jiesu.console.models import View
from jiesu.people.actor import Actor

PREVIEW = "/console/views/preview"


def keep(enter: Enter, actor: Actor, name: str = "我的网速", **told: Any) -> int:
    answer = enter(actor).post("/console/views/new", {"name": name, "whose": "all", **told})
    return answer.status_code


def test_a_view_keeps_what_was_built_and_opens_the_queue_so(
    cast: Cast, case: Case, now: datetime, enter: Enter
) -> None:
    assert keep(enter, cast.manager, category="N", priority=["P3", "P2"], within="48") == 302
    view = View.objects.get()
    kept = {"whose": "all", "category": "N", "priority": ["P3", "P2"], "within": 48}
    assert view.conditions == kept
    other = receive(cast.agent, SLOW, now=now)
    Case.objects.filter(pk=other.pk).update(category="B-01")
    html = enter(cast.manager).get(f"/console/cases/?view={view.pk}").content.decode()
    assert case.number in html
    assert other.number not in html
    assert "我的网速" in html


def test_a_personal_view_is_nobody_else_s(cast: Cast, enter: Enter) -> None:
    keep(enter, cast.owner)
    view = View.objects.get()
    assert views_of(cast.second_owner) == []
    for actor in (cast.second_owner, cast.manager):
        browser = enter(actor)
        assert browser.get(f"/console/views/{view.pk}").status_code == 404
        assert browser.post(f"/console/views/{view.pk}/drop").status_code == 404
        assert "我的网速" not in browser.get(f"/console/cases/?view={view.pk}").content.decode()
    assert View.objects.count() == 1


def test_a_lead_shares_with_the_unit_and_below_and_no_further(cast: Cast, enter: Enter) -> None:
    assert {unit.code for unit in shareable(cast.manager)} >= {"C4401", "D-SVC"}
    assert "P44" not in {unit.code for unit in shareable(cast.manager)}
    keep(enter, cast.manager, shared="C4401")
    assert [view.name for view in views_of(cast.owner)] == ["我的网速"]
    assert views_of(cast.stranger) == []
    assert enter(cast.owner).get(f"/console/views/{View.objects.get().pk}").status_code == 404


def test_who_may_not_share_keeps_it_alone(cast: Cast, enter: Enter) -> None:
    assert shareable(cast.owner) == []
    keep(enter, cast.owner, shared="C4401")
    assert View.objects.get().shared_with is None
    keep(enter, cast.manager, shared="P44")
    assert View.objects.get(owner=cast.manager.staff_id).shared_with is None


def test_everybody_is_the_topmost_unit_for_those_who_hold_it(cast: Cast, enter: Enter) -> None:
    assert "所有人" in enter(cast.privacy).get("/console/views/new").content.decode()
    keep(enter, cast.privacy, shared="P44")
    assert [len(views_of(one)) for one in (cast.owner, cast.stranger, cast.technician)] == [1] * 3


def test_a_shared_view_never_widens_sight(
    cast: Cast, case: Case, owner: Actor, enter: Enter
) -> None:
    keep(enter, cast.privacy, shared="P44")
    view = View.objects.get()
    other = cast.second_owner if owner == cast.owner else cast.owner
    for actor, sees in (
        (owner, True),
        (cast.manager, True),
        (other, False),
        (cast.stranger, False),
    ):
        html = enter(actor).get(f"/console/cases/?view={view.pk}").content.decode()
        assert (case.number in html) is sees, actor.name


@pytest.mark.parametrize(
    "kept",
    [
        {"whose": "world"},
        {"sql": "1=1"},
        {"owner": "x"},
        {"within": -1},
        {"flag": ["root"]},
        {"text": 5},
    ],
)
def test_conditions_that_nobody_wrote_narrow_nothing_and_widen_nothing(
    cast: Cast, case: Case, enter: Enter, kept: dict[str, Any], now: datetime
) -> None:
    view = View.objects.create(
        name="坏的", owner_id=cast.stranger.staff_id or 0, conditions=kept, saved_at=now
    )
    assert look_of(view).query == "whose=all"
    html = enter(cast.stranger).get(f"/console/cases/?view={view.pk}").content.decode()
    assert case.number not in html


def test_while_building_the_count_and_the_first_rows_follow(
    cast: Cast, now: datetime, enter: Enter
) -> None:
    receive_all(cast.agent, [SLOW] * 9, now=now)
    browser = enter(cast.manager)
    told = {"whose": "all", "category": "N", "text": "网速"}
    part = browser.post(PREVIEW, told).content.decode()
    assert "<html" not in part
    assert "符合条件 9 件" in part
    assert part.count("data-row") == 5
    assert "符合条件 0 件" in browser.post(PREVIEW, {"category": "B"}).content.decode()
    assert "符合条件 0 件" in enter(cast.stranger).post(PREVIEW).content.decode()


def test_words_of_a_look_stand_in_no_address_and_hold_from_page_to_page(
    cast: Cast, now: datetime, enter: Enter
) -> None:
    receive_all(cast.agent, [SLOW] * 51, now=now)
    browser = enter(cast.manager)
    part = browser.post(PREVIEW, {"text": "网速"}).content.decode()
    address = unescape(part.partition('href="')[2].partition('"')[0])
    queue = browser.get(address).content.decode()
    assert "网速" not in "".join(re.findall(r'href="(.*?)"', part + queue))
    assert quote("网速") not in part + queue
    assert escape(f"{address}&after=") in queue
    assert "符合条件 0 件" in browser.post(PREVIEW, {"text": "移机"}).content.decode()


def test_a_number_of_somebody_is_no_condition_of_a_view(cast: Cast, enter: Enter) -> None:
    assert keep(enter, cast.owner, text="13800005678") == 422
    assert not View.objects.exists()
    assert keep(enter, cast.owner, text="移机") == 302


def test_a_view_needs_a_name_of_its_own(cast: Cast, enter: Enter) -> None:
    assert keep(enter, cast.owner, name=" ") == 422
    assert keep(enter, cast.owner) == 302
    assert keep(enter, cast.owner) == 422
    assert keep(enter, cast.second_owner) == 302


def test_a_view_is_changed_and_dropped_by_its_owner(cast: Cast, enter: Enter) -> None:
    keep(enter, cast.owner, category="N")
    view, browser = View.objects.get(), enter(cast.owner)
    assert 'value="N" selected' in browser.get(f"/console/views/{view.pk}").content.decode()
    browser.post(f"/console/views/{view.pk}", {"name": "改过", "category": "B", "whose": "mine"})
    view.refresh_from_db()
    assert (view.name, view.conditions) == ("改过", {"category": "B", "whose": "mine"})
    browser.post(f"/console/views/{view.pk}/drop")
    assert View.objects.count() == 0


def test_looking_first_keeps_nothing_and_loses_nothing(cast: Cast, enter: Enter) -> None:
    told = {"name": "想想", "category": "N", "look": "1"}
    html = enter(cast.owner).post("/console/views/new", told).content.decode()
    assert 'value="想想"' in html
    assert 'value="N" selected' in html
    assert View.objects.count() == 0
