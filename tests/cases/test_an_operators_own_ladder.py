"""§11.5: an operator's own escalation.toml shadows ours, as every other book of his does."""

from collections.abc import Iterator
from datetime import timedelta
from importlib.resources import files
from pathlib import Path

import msgspec
import pytest
from pytest_django import Settings

from cast import Cast
from jiesu.cases.book import ladder
from jiesu.cases.models import Entry
from jiesu.cases.timed import act_on_waiting
from jiesu.console.together.calling import rungs_from
from jiesu.people.actor import SYSTEM
from tale import SLOW, Tale

LEAK = msgspec.structs.replace(
    SLOW,
    description="怀疑我的个人信息被泄露,刚办宽带就接到诈骗电话,请马上处理。",
    category="P-01",
)


@pytest.fixture
def _own_ladder(tmp_path: Path, settings: Settings) -> Iterator[None]:
    """Leaked data is a matter of safety here, and a team leader answers within five minutes."""
    ours = (files("jiesu.rules.escalation") / "escalation.toml").read_text("utf-8")
    own = ours.replace('safety = ["N-07"]', 'safety = ["N-07", "P-01"]')
    own = own.replace("acknowledge_minutes = 15", "acknowledge_minutes = 5")
    (tmp_path / "escalation.toml").write_text(own, "utf-8")
    settings.PACKS_DIR = str(tmp_path)
    ladder.cache_clear()
    yield
    ladder.cache_clear()


def levels(tale: Tale) -> list[str]:
    told = Entry.objects.filter(case=tale.stored, verb="escalate").order_by("seq")
    return [entry.facts["level"] for entry in told]


@pytest.mark.usefixtures("_own_ladder")
def test_what_the_operator_calls_a_matter_of_safety_calls_the_leader(cast: Cast) -> None:
    assert levels(Tale(cast, LEAK)) == ["L4"]


@pytest.mark.usefixtures("_own_ladder")
def test_what_he_calls_a_matter_of_safety_goes_on_when_the_customer_withdraws(cast: Cast) -> None:
    tale = Tale(cast, LEAK)
    tale.say(tale.customer, "withdraw", proof="portal", reference="P-1")
    assert tale.proceeding("rectification").record["source"] == "withdrawn"


@pytest.mark.usefixtures("_own_ladder")
def test_whoever_is_called_answers_in_the_operators_time(cast: Cast) -> None:
    tale = Tale(cast)
    tale.say(SYSTEM, "escalate", 0, level="L1", because="用户首次催办")
    tale.now += timedelta(minutes=5)
    while act_on_waiting(tale.now):
        pass
    assert levels(tale) == ["L1", "L2"]
    assert next(rungs_from("L1")).acknowledge_within.total_seconds() == 300


def test_without_one_ours_counts(cast: Cast) -> None:
    assert levels(Tale(cast, LEAK)) == []
