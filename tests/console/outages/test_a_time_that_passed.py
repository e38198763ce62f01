"""N12: customers were told a time; when it passes and nothing was said, whoever declared hears."""

from datetime import UTC, datetime, timedelta

import pytest

from cast import Cast, person
from console.conftest import Enter
from jiesu.console.together.inbox import unread
from jiesu.console.together.models import OutageNotice
from jiesu.incidents.alarms import OutageAlarmed, watch_outages
from jiesu.incidents.models import Outage, OutageAlarm
from jiesu.incidents.outages import declare_outage, estimate_outage
from jiesu.kit import events
from jiesu.kit.events import listeners as wired
from jiesu.people.actor import Actor
from jiesu.people.actors import load_actor
from jiesu.people.models import Grant, Staff
from outages import cut_off, later, over

NOW = datetime.now(UTC).replace(microsecond=0)
TOLD = NOW + timedelta(hours=2)
PASSED = TOLD + timedelta(seconds=1)
"""Cut off until ``TOLD``, as ``cut_off`` says it."""


def watcher() -> Actor:
    """Whoever declared it."""
    found = load_actor(Staff.objects.get(username="noc").pk)
    assert found
    return found


def heard(actor: Actor) -> int:
    return OutageNotice.objects.filter(staff=actor.staff_id).count()


def test_whoever_declared_it_is_reminded_once_that_the_time_told_has_passed(
    cast: Cast, enter: Enter
) -> None:
    number = cut_off(cast, NOW)
    assert watch_outages(TOLD) == 0, "until then it may still come true"
    assert watch_outages(PASSED) == 1
    assert watch_outages(PASSED + timedelta(hours=5)) == 0, "once for each time told"
    watch = watcher()
    assert (heard(watch), heard(cast.manager)) == (1, 0)

    browser = enter(watch)
    assert unread(watch) == 1
    page = browser.get("/console/together/inbox").content.decode()
    assert "告知的恢复时间已过，请变更或解除" in page
    assert f"/console/outages/{number}/" in page
    page = browser.get(f"/console/outages/{number}/").content.decode()
    assert "告知用户的恢复时间" in page
    assert "已通知：罗监控 NOC" in page
    assert unread(watch) == 0
    assert Outage.objects.get().version == 1, "nobody's form grows stale by it"


def test_of_a_new_time_that_passes_too_he_hears_again(cast: Cast) -> None:
    number = cut_off(cast, NOW)
    watch_outages(PASSED)
    later(cast, number, TOLD + timedelta(hours=1), PASSED)
    assert watch_outages(PASSED + timedelta(minutes=30)) == 0
    assert watch_outages(PASSED + timedelta(hours=1)) == 1
    assert heard(watcher()) == 2
    abouts = OutageAlarm.objects.order_by("id").values_list("about", flat=True)
    assert list(abouts) == [TOLD, TOLD + timedelta(hours=1)]


def test_what_is_over_or_told_better_in_time_reminds_nobody(cast: Cast) -> None:
    over(cast, cut_off(cast, NOW), NOW)
    later(cast, cut_off(cast, NOW), TOLD + timedelta(hours=9), NOW)
    cut_off(cast, NOW, eta=None)
    assert watch_outages(PASSED) == 0


def test_whoever_has_said_since_why_it_lasts_needs_no_reminder(cast: Cast) -> None:
    """Customers heard then that nobody can tell when: no time is promised any more."""
    number = cut_off(cast, NOW)
    words = {"cause": "光缆多处受损"}
    estimate_outage(watcher(), number, words, now=TOLD + timedelta(seconds=1))
    assert watch_outages(TOLD + timedelta(minutes=1)) == 0


def test_other_places_are_no_news_and_do_not_keep_the_reminder_away(cast: Cast) -> None:
    number = cut_off(cast, NOW)
    estimate_outage(watcher(), number, {"places": ["和平路"]}, now=PASSED)
    assert watch_outages(PASSED) == 1


def test_planned_work_that_lasts_longer_reminds_too(cast: Cast) -> None:
    cut_off(cast, NOW, kind="work", until=TOLD, eta=None)
    assert watch_outages(PASSED) == 1
    assert heard(watcher()) == 1


@pytest.mark.parametrize("gone", ["left", "other work"])
def test_if_he_is_gone_whoever_watches_the_network_there_is_reminded(cast: Cast, gone: str) -> None:
    colleague = person("noc-2", "唐监控", cast.city, "R10", cast.city)
    cut_off(cast, NOW)
    first = watcher()
    assert first.staff_id
    if gone == "left":
        Staff.objects.filter(pk=first.staff_id).update(left_at=NOW)
    else:
        Grant.objects.filter(staff=first.staff_id).update(revoked_at=NOW)
    watch_outages(PASSED)
    assert (heard(first), heard(colleague), heard(cast.manager)) == (0, 1, 0)


def test_a_manager_who_declared_it_is_reminded_himself(cast: Cast) -> None:
    person("noc-2", "唐监控", cast.city, "R10", cast.city)
    words = {"kind": "fault", "cause": "停电", "unit": "C4401", "since": NOW, "eta": TOLD}
    declare_outage(cast.manager, words, now=NOW)
    watch_outages(PASSED)
    assert heard(cast.manager) == 1
    assert OutageNotice.objects.count() == 1


def test_one_that_cannot_be_told_keeps_the_reminder_from_no_other(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing of it is kept; it is tried again, and told, a minute later."""
    first, second = cut_off(cast, NOW), cut_off(cast, NOW)
    good = wired()[OutageAlarmed]

    def fails_for_the_first(alarmed: OutageAlarmed) -> None:
        assert alarmed.alarm.outage.number != first
        good[0](alarmed)

    with monkeypatch.context() as broken:
        broken.setitem(events._listeners, OutageAlarmed, (fails_for_the_first,))  # noqa: SLF001 - to break it
        with pytest.raises(ExceptionGroup):
            watch_outages(PASSED)
    assert list(OutageAlarm.objects.values_list("outage__number", flat=True)) == [second]
    assert watch_outages(PASSED + timedelta(minutes=1)) == 1
    assert heard(watcher()) == 2
