"""The whole demonstration, laid out as ``jiesu demo`` lays it out, is proven and derived anew."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from jiesu.cases.alarms import act_on_due
from jiesu.cases.models import Entry
from jiesu.cases.timed import act_on_waiting
from jiesu.config.main import main
from jiesu.config.reactions import REACTIONS
from jiesu.kit.events import wire

DAYS = 10
"""Long enough for breaches, calls up the ladder, reminders, surveys and the archive."""


def kept() -> dict[str, list[Any]]:
    """Every row of the cases' tables, and the words under which each case is found."""
    rows: dict[str, list[Any]] = {
        model.__name__: list(model._default_manager.order_by("pk").values())  # noqa: SLF001 - Django's documented name
        for model in apps.get_app_config("cases").get_models()
    }
    with connection.cursor() as cursor:
        cursor.execute("SELECT case_id, words::text FROM cases_searchtext ORDER BY case_id")
        rows["words"] = cursor.fetchall()
    return rows


def assert_it_holds() -> None:
    """Both commands say yes, and neither leaves a trace."""
    before = kept()
    assert len(before["Case"]) > 10
    assert main(["verify"]) == 0
    assert main(["rebuild", "--check"]) == 0
    assert kept() == before
    assert main(["rebuild"]) == 0
    assert kept() == before


@pytest.mark.django_db
def test_the_demonstration_holds_today_and_after_the_clock_keeper_went_over_it() -> None:
    wire(REACTIONS)
    assert main(["demo"]) == 0
    assert_it_holds()
    told = Entry.objects.count()
    now = datetime.now(UTC)
    for day in range(1, DAYS + 1):
        until = now + timedelta(days=day)
        while act_on_due(until).alarms:
            pass
        while act_on_waiting(until):
            pass
    assert {"breach", "escalate"} <= set(Entry.objects.values_list("verb", flat=True))
    assert Entry.objects.count() > told + DAYS
    assert_it_holds()
