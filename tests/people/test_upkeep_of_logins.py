"""What logging in leaves behind is cleared away, and its secrets get new keys (§18)."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils import timezone

from jiesu.config.main import main
from jiesu.config.recurring import RECURRING
from jiesu.people.login.adapters import SecondFactorAdapter
from jiesu.people.login.sessions import clear_expired

if TYPE_CHECKING:
    from people.conftest import Hire


def test_ended_sessions_are_cleared_and_others_stay(hire: "Hire") -> None:
    now, staff = timezone.now(), hire("ligong")
    for key, minutes in (("old", -1), ("new", 1)):
        until = now + timedelta(minutes=minutes)
        Session.objects.create(session_key=key, session_data="", expire_date=until)
        UserSession.objects.create(user=staff, session_key=key, ip="127.0.0.1", user_agent="")
    assert clear_expired(now) == 1
    assert [row.session_key for row in Session.objects.all()] == ["new"]
    assert [row.session_key for row in UserSession.objects.all()] == ["new"]
    assert clear_expired in [each.work for each in RECURRING]


@pytest.mark.usefixtures("ring_file")
def test_second_factors_open_after_the_keys_were_rotated(hire: "Hire") -> None:
    adapter, staff = SecondFactorAdapter(), hire("ligong")
    sealed = adapter.encrypt("JBSWY3DPEHPK3PXP")
    for kind, name in (("totp", "secret"), ("recovery_codes", "seed")):
        Authenticator.objects.create(user=staff, type=kind, data={name: sealed, "used_mask": 3})
    assert main(["keys", "rotate"]) == 0
    for row in Authenticator.objects.all():
        (renewed,) = (row.data[name] for name in ("secret", "seed") if name in row.data)
        assert renewed != sealed
        assert adapter.decrypt(renewed) == "JBSWY3DPEHPK3PXP"
        assert row.data["used_mask"] == 3
    assert main(["keys", "reseal"]) == 0
