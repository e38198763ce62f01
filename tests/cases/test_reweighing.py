"""§14: a broken promise makes its case more urgent; many at once ask no more than one."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from cast import Cast
from jiesu.cases.alarms import act_on_due
from jiesu.cases.book import shelf
from jiesu.cases.intake.contact import Intake
from jiesu.cases.intake.receive import receive
from jiesu.cases.models import Case, Entry, PromiseRow
from jiesu.cases.rebuild import differences
from jiesu.cases.verify import verify
from jiesu.rules.policies.shelf import OURS

NOW = datetime(2026, 9, 18, 9, 30, tzinfo=UTC)
LATE = NOW + timedelta(days=3)
URGENT = """
code = "URGENT"
title_zh = "加急承诺"
title_en = "Promise to the urgent"
layer = "PROMISE"
jurisdiction = "本企业"
source_ref = "公开承诺"
verification = "seed"
effective_from = 2020-01-01
default_on = true

[[rule]]
clock = "PROGRESS"
clause = "承诺第 1 条"
start = ["prioritise"]
stop = ["contact"]
amount = "4h"

[[example]]
says = "加急之后四小时内告知进展"
facts = [
  { verb = "receive", at = "2026-09-18 09:00" },
  { verb = "prioritise", at = "2026-09-18 10:00", priority = "P2" },
]
due = { PROGRESS = "2026-09-18 14:00" }
"""
SLOW = "家里宽带网速很慢,签约三百兆,有线测速只有六十兆,已经一周了。"


def slow_line(cast: Cast, phone: str) -> Case:
    told = Intake(
        channel="hotline",
        description=SLOW,
        desired_outcome="修好网速",
        name="孙女士",
        phone=phone,
        region="440100",
    )
    return receive(cast.agent, told, now=NOW)


def catch_up(now: datetime) -> None:
    while act_on_due(now).alarms:
        pass


@pytest.fixture
def broken(cast: Cast) -> Case:
    case = slow_line(cast, "13800005678")
    catch_up(LATE)
    return Case.objects.get(pk=case.pk)


def test_a_broken_law_makes_a_case_more_urgent_and_says_why(broken: Case) -> None:
    (weighed,) = Entry.objects.filter(case=broken, verb="prioritise")
    assert (weighed.facts["before"], weighed.facts["priority"]) == ("P3", broken.priority)
    assert broken.priority < "P3"
    assert weighed.by_kind == "system"
    assert weighed.facts["because"]


def test_the_ledger_holds_and_rebuilding_changes_nothing(broken: Case) -> None:
    assert verify(broken) is None
    assert differences(broken) == []


@pytest.fixture
def _a_clock_that_hears(tmp_path: Path, settings: Settings) -> Iterator[None]:
    """The operator promises progress within four hours whenever a case becomes more urgent."""
    (tmp_path / OURS.name).mkdir()
    (tmp_path / OURS.name / "urgent.toml").write_text(URGENT, "utf-8")
    settings.PACKS_DIR = str(tmp_path)
    shelf.cache_clear()
    yield
    shelf.cache_clear()


@pytest.mark.usefixtures("_a_clock_that_hears")
def test_a_clock_may_start_when_a_case_becomes_more_urgent(cast: Cast) -> None:
    case = slow_line(cast, "13800005678")
    catch_up(LATE)
    (weighed,) = Entry.objects.filter(case=case, verb="prioritise")
    promise = PromiseRow.objects.get(case=case, pack="URGENT")
    assert promise.due_at == weighed.at + timedelta(hours=4)
    assert differences(Case.objects.get(pk=case.pk)) == []


def test_ten_cases_that_break_together_ask_no_more_than_two(cast: Cast) -> None:
    asked = []
    for count in (2, 10):
        for n in range(count):
            slow_line(cast, f"1380000{count:02}{n:02}")
        with CaptureQueriesContext(connection) as questions:
            act_on_due(LATE)
        asked.append([q["sql"] for q in questions if "prioritise" in q["sql"]])
    assert len(asked[0]) == len(asked[1]) == 1
