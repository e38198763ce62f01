"""§11.8: joined by mistake, a case leaves again; both ledgers say so and nothing asked is lost."""

import threading
from typing import Any

import pytest
from django.db import connection

from at_once import at_once
from cast import Cast
from console.conftest import Enter
from console.test_one_rectification_serves_several import (
    found_true,
    join,
    last_fact,
    page,
    plan_of,
    put_right,
)
from jiesu.cases.models import Entry
from jiesu.cases.rebuild import differences
from jiesu.cases.refusals import NotAllowed, Unfit
from jiesu.cases.verify import verify
from jiesu.console.together.models import Notice
from jiesu.oversight.register import register
from tale import Tale


def leave(tale: Tale, first: Tale, **words: Any) -> Entry:
    told = {"out_of": plan_of(first), "reason": "other_cause", **words}
    return tale.say(tale.cast.manager, "leave_rectification", **told)


def states(tale: Tale) -> dict[str, str]:
    return {one["verb"]: one["state"] for one in tale.stored.record["requests"].values()}


def whole(*tales: Tale) -> None:
    for one in tales:
        assert differences(one.stored) == []
        assert verify(one.stored) is None


def test_whoever_joined_it_by_mistake_takes_it_out_again_on_screen(
    cast: Cast, enter: Enter
) -> None:
    first, second = put_right(cast), found_true(cast)
    browser = enter(cast.manager)
    assert "leave_rectification" not in page(browser, second), "there is nothing to leave"
    join(second, first)
    address = f"/console/cases/{second.case.number}/leave_rectification/"
    html = page(browser, second)
    assert address in html
    form = browser.get(address).content.decode()
    assert plan_of(first) in form
    assert "根因其实不同" in form
    told = {"out_of": plan_of(first), "reason": "other_cause", "note": "是另一台设备"}
    browser.post(address, {**told, "version": str(second.stored.seq), "key": "k"})
    after = page(browser, second)
    assert f"移出投诉 {first.case.number} 的整改 {plan_of(first)}，原因：根因其实不同。" in after
    assert address not in after
    assert f"投诉 {second.case.number} 移出本件的整改 {plan_of(first)}" in page(browser, first)
    whole(first, second)


def test_both_ledgers_tell_of_it_and_it_serves_the_case_no_more(cast: Cast) -> None:
    first, second, third = put_right(cast), found_true(cast), found_true(cast)
    join(second, first)
    join(third, first)
    leave(second, first, note="现场是另一台设备")
    assert last_fact(first, "leave_rectification", "case") == second.case.number
    assert last_fact(second, "leave_rectification", "of") == first.case.number
    assert second.stored.record["joined"] == []
    line = next(register(cast.manager, third.now))
    assert line.serves.others == (third.case.number,)
    first.until_put_right(check_until=30)
    checked = {"day": 30, "measured": "-52%", "effective": True}
    first.on("rectification", cast.inspector, "check_effect", 31 * 24, **checked)
    assert "report_rectification" in third.verbs()
    assert "report_rectification" not in second.verbs(), "what comes of it is not its affair"
    whole(first, second, third)


def test_what_was_asked_for_and_answered_by_joining_waits_again(cast: Cast) -> None:
    """S44: the fault found in it is put right by nothing now; somebody must decide."""
    first, second = put_right(cast), found_true(cast)
    join(second, first)
    assert states(second)["rectify"] == "joined"
    leave(second, first)
    assert states(second)["rectify"] == "open"
    assert second.stored.record["waiting"]
    asked = Entry.objects.get(case=second.case.pk, verb="request")
    second.second(asked, cast.manager)
    assert second.proceeding("rectification").state == "OPEN"
    whole(second)


def test_while_another_one_puts_it_right_nothing_waits_again(cast: Cast) -> None:
    first, other, second = put_right(cast), put_right(cast), found_true(cast)
    join(second, first)
    join(second, other)
    leave(second, first)
    assert states(second)["rectify"] == "joined"
    leave(second, other)
    assert states(second)["rectify"] == "open"


def test_it_may_join_again_what_it_left(cast: Cast) -> None:
    first, second = put_right(cast), found_true(cast)
    join(second, first)
    leave(second, first)
    join(second, first)
    assert second.stored.record["joined"] == [plan_of(first)]
    assert first.stored.record["serves"] == [[plan_of(first), second.case.number]]
    whole(first, second)


def test_who_may_only_propose_asks_first(cast: Cast) -> None:
    """As with joining: an owner proposes, the service manager agrees (§17)."""
    first, second = put_right(cast), found_true(cast)
    join(second, first)
    words = {"out_of": plan_of(first), "reason": "by_mistake"}
    assert second.owner.staff_id
    first.stored.parts.create(staff_id=second.owner.staff_id, part="owner", since=1)
    asked = second.say(second.owner, "leave_rectification", **words)
    assert asked.verb == "request"
    assert second.stored.record["joined"] == [plan_of(first)]
    second.second(asked, cast.manager)
    assert second.stored.record["joined"] == []
    assert last_fact(second, "leave_rectification", "approved_by")
    with pytest.raises(NotAllowed):
        second.say(cast.inspector, "leave_rectification", **words)


def test_only_what_it_joined_and_what_still_runs_is_left(cast: Cast) -> None:
    first, second = put_right(cast), found_true(cast)
    with pytest.raises(Unfit, match="没有可移出的整改"):
        leave(second, first)
    with pytest.raises(Unfit, match="没有可移出的整改"):
        leave(first, first)
    join(second, first)
    first.until_put_right(check_until=30)
    checked = {"day": 30, "measured": "-52%", "effective": True}
    first.on("rectification", cast.inspector, "check_effect", 31 * 24, **checked)
    first.on("rectification", cast.manager, "close_rectification")
    second.now = first.now
    with pytest.raises(Unfit, match="没有可移出的整改"):
        leave(second, first)
    assert second.stored.record["joined"] == [plan_of(first)], "what it came to stays told"


def test_who_puts_it_right_hears_that_it_serves_one_less(cast: Cast, enter: Enter) -> None:
    first, second = put_right(cast), found_true(cast)
    join(second, first)
    leave(second, first)
    told = Notice.objects.filter(staff=cast.rectifier.staff_id, kind="left")
    assert [one.case_id for one in told] == [first.case.pk]
    page = enter(cast.rectifier).get("/console/together/inbox").content.decode()
    assert "一件投诉已移出您负责的整改" in page


@pytest.mark.django_db(transaction=True)
def test_two_that_leave_at_once_both_have_left(cast: Cast) -> None:
    first, second, third = put_right(cast), found_true(cast), found_true(cast)
    join(second, first)
    join(third, first)

    def go(tale: Tale) -> None:
        try:
            leave(tale, first)
        finally:
            connection.close()

    both = [threading.Thread(target=go, args=[one]) for one in (second, third)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert first.stored.record["serves"] == []
    whole(first, second, third)


@pytest.mark.django_db(transaction=True)
def test_who_leaves_while_its_effect_is_told_is_not_broken_off_for_good(cast: Cast) -> None:
    """Each waits for the other's case: the database breaks one off, and it is done again."""
    first, second = put_right(cast), found_true(cast)
    join(second, first)
    first.until_put_right(check_until=30)
    second.now = first.now
    checked = {"day": 30, "measured": "-52%", "effective": True}
    moves = at_once(
        [
            lambda: first.on("rectification", cast.inspector, "check_effect", 31 * 24, **checked),
            lambda: leave(second, first),
        ],
        first,
        second,
    )
    assert [one.result().verb for one in moves] == ["check_effect", "leave_rectification"]
    whole(first, second)
