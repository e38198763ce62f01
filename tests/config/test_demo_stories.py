"""The demonstration's complaints come to where their titles say."""

from datetime import UTC, datetime

import pytest

from jiesu.cases.models import Case
from jiesu.cases.rebuild import differences
from jiesu.cases.verify import verify
from jiesu.config.demo_stories import tell_stories
from jiesu.incidents.models import Outage
from jiesu.people.demo import lay_out_people

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


@pytest.mark.django_db
def test_every_story_is_told_by_the_rules() -> None:
    lay_out_people(NOW)
    told = tell_stories(NOW)
    cases = list(Case.objects.all())
    assert len(cases) == told
    assert {case.state for case in cases} >= {
        "REGISTERED", "ACCEPTED", "IN_PROGRESS", "INVESTIGATING", "PROPOSED", "FOUND",
        "NEGOTIATING", "CLOSED", "PENDING_INFO", "APPEALED",
    }  # fmt: skip
    assert Outage.objects.open().count() == 2
    assert {case.outage for case in cases} >= set(
        Outage.objects.filter(kind="fault").values_list("number", flat=True)
    )
    for case in cases:
        assert verify(case) is None
        assert differences(case) == []
