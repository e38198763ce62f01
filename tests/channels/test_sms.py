"""Text messages through the gateway that only pretends, and without one."""

from datetime import UTC, datetime

import pytest
from pytest_django import Settings

from jiesu.cases.carried import SETTINGS, set_up
from jiesu.cases.post import Parcel
from jiesu.channels.sms.outbound import CARRIER
from jiesu.config.carriers import carriers
from jiesu.gateways.sms.models import PretendSms

NOW = datetime(2026, 9, 18, 6, 30, tzinfo=UTC)
PARCEL = Parcel(1, "TS1.1.1", "N01", "13800005678", "", "编号TS1。")


@pytest.mark.django_db
def test_the_pretending_gateway_keeps_what_it_is_given_once(settings: Settings) -> None:
    settings.SMS_GATEWAY = "pretend"
    for _ in range(2):
        assert [o.kind for _, o in CARRIER.deliver([PARCEL], NOW)] == ["delivered"]
    kept = PretendSms.objects.get()
    assert kept.text == "编号TS1。"
    assert "0000" not in kept.masked


def test_without_a_gateway_it_is_not_ready(settings: Settings) -> None:
    settings.SMS_GATEWAY = ""
    assert not CARRIER.ready


def test_a_gateway_that_nobody_knows_is_named(settings: Settings) -> None:
    settings.SMS_GATEWAY = "pigeon"
    with pytest.raises(ValueError, match="pigeon"):
        _ = CARRIER.ready


def test_every_folder_with_a_way_out_is_a_carrier() -> None:
    assert {"email", "portal", "sms"} <= {carrier.name for carrier in carriers()}


def test_what_screens_say_of_a_carrier_is_what_the_carrier_says(settings: Settings) -> None:
    for told in ("", "pretend"):
        for name in SETTINGS.values():
            setattr(settings, name, told)
        assert {one.name: one.ready for one in carriers()} == {
            one.name: set_up(one.name) for one in carriers()
        }
