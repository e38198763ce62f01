"""The clock-keeper is woken by a new case only if nothing earlier lies ahead of it."""

from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from django.db import connection

from cast import Cast
from jiesu.cases.intake.contact import Intake
from jiesu.cases.intake.receive import receive
from jiesu.cases.models import PromiseRow

SLOW = Intake(
    channel="web",
    description="家里宽带网速很慢,签约三百兆,有线测速只有六十兆。",
    desired_outcome="修好网速",
    phone="13800005678",
    region="440100",
)


@pytest.mark.django_db(transaction=True)
def test_the_keeper_is_told_of_what_falls_before_all_else(cast: Cast) -> None:
    def calls(now: datetime) -> int:
        receive(cast.agent, SLOW, now=now)
        return len(list(heard.notifies(timeout=0.2)))

    now = datetime.now(UTC)
    params = {**connection.get_connection_params(), "autocommit": True}
    with psycopg.connect(**params) as heard:
        heard.execute("LISTEN jiesu_clock")
        assert calls(now) == 1
        assert calls(now + timedelta(minutes=1)) == 0
        assert calls(now - timedelta(days=30)) == 1
        first = PromiseRow.objects.exclude(alarm_at=None).order_by("alarm_at")[0]
        PromiseRow.objects.exclude(pk=first.pk).update(alarm_at=None)
        PromiseRow.objects.filter(pk=first.pk).update(alarm_at=now + timedelta(seconds=30))
        assert calls(now) == 1, "the keeper may be looking past the one within the minute"
