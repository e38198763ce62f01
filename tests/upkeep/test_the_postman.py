"""The loop that delivers."""

from datetime import UTC, datetime, timedelta

import pytest
from pytest_django import Settings

from cast import Cast
from jiesu.cases.intake.contact import Intake
from jiesu.cases.intake.receive import receive
from jiesu.cases.models import Message
from jiesu.config.carriers import carriers
from jiesu.upkeep.postman import turn

NOW = datetime(2026, 9, 18, 6, 30, tzinfo=UTC)
WORDS = "家里宽带网速很慢,签约三百兆,有线测速只有六十兆。"


@pytest.mark.parametrize(("gateway", "delivered"), [("pretend", True), ("", False)])
def test_what_has_no_carrier_waits_and_what_has_one_goes(
    cast: Cast, settings: Settings, gateway: str, *, delivered: bool
) -> None:
    settings.SMS_GATEWAY, settings.SMTP_URL = gateway, ""
    told = Intake(channel="hotline", description=WORDS, phone="13800005678", region="440100")
    case = receive(cast.agent, told, now=NOW)
    now: datetime | None = NOW
    while now and now <= NOW + timedelta(seconds=1):
        now = turn(now, carriers())
    message = Message.objects.get(case_id=case.id, template="N01")
    assert (message.delivered_at is not None) is delivered
    assert (message.send_at is None) is delivered


def test_the_loop_looks_every_second(cast: Cast, settings: Settings) -> None:
    settings.SMS_GATEWAY = "pretend"
    assert turn(datetime.now(UTC), carriers()) is None
    assert cast
