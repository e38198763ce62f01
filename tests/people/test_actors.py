"""Loading who acts, in one statement."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from jiesu.people.actor import Held
from jiesu.people.actors import BELIEVED_FOR, actor_of_token, digest_of, load_actor
from jiesu.people.models import ApiToken, Grant
from jiesu.people.tokens import issue

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from people.conftest import Hire


def test_an_actor_carries_the_roles_still_held(hire: "Hire") -> None:
    clerk = hire("ligong", "R03", "R07")
    Grant.objects.filter(role="R07").update(revoked_at=timezone.now())
    actor = load_actor(clerk.pk)
    assert actor is not None
    assert (actor.name, actor.work_no, actor.unit_path) == ("ligong", "W-ligong", "/1/")
    assert actor.held == (Held("R03", "/1/"),)


def test_who_holds_no_role_is_still_somebody(hire: "Hire") -> None:
    actor = load_actor(hire("xinren").pk)
    assert actor is not None
    assert actor.held == ()


def test_who_left_acts_no_more(hire: "Hire") -> None:
    clerk = hire("ligong", "R03")
    clerk.left_at = timezone.now()
    clerk.save()
    assert load_actor(clerk.pk) is None


def test_loading_takes_one_statement(
    hire: "Hire", django_assert_num_queries: "DjangoAssertNumQueries"
) -> None:
    clerk = hire("ligong", "R03", "R07", "R17")
    with django_assert_num_queries(1):
        load_actor(clerk.pk)
    with django_assert_num_queries(1):
        actor_of_token("jiesu_x")


@pytest.mark.parametrize(
    ("expires", "revoked", "works"),
    [(None, None, True), (60, None, True), (-60, None, False), (None, 0, False)],
)
def test_a_token_works_until_it_expires_or_is_revoked(
    hire: "Hire", expires: int | None, revoked: int | None, *, works: bool
) -> None:
    clerk, now = hire("ligong", "R03"), timezone.now()
    ApiToken.objects.create(
        staff=clerk,
        digest=digest_of("jiesu_x"),
        label="t",
        created_at=now,
        expires_at=None if expires is None else now + timedelta(seconds=expires),
        revoked_at=None if revoked is None else now,
    )
    assert (actor_of_token("jiesu_x") is not None) == works


def test_a_token_dies_with_its_owners_leaving(hire: "Hire") -> None:
    clerk, now = hire("ligong", "R03"), timezone.now()
    ApiToken.objects.create(staff=clerk, digest=digest_of("jiesu_x"), label="t", created_at=now)
    clerk.left_at = now
    clerk.save()
    assert actor_of_token("jiesu_x") is None


def test_what_was_read_of_a_token_is_believed_for_a_second(
    hire: "Hire",
    django_assert_num_queries: "DjangoAssertNumQueries",
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clerk = hire("ligong", "R03", "R07")
    token, moment = issue(clerk, label="t", at=timezone.now()), 1_000.0
    monkeypatch.setattr("jiesu.people.actors.time.monotonic", lambda: moment)
    first = actor_of_token(token)
    Grant.objects.filter(role="R07").update(revoked_at=timezone.now())
    with django_assert_num_queries(0):
        assert actor_of_token(token) is first
    moment += BELIEVED_FOR
    later = actor_of_token(token)
    assert later
    assert later.held == (Held("R03", "/1/"),)
