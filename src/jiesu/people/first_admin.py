"""The first administrator: one link, usable once, for a day."""

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from jiesu.people.actors import digest_of
from jiesu.people.audit import note
from jiesu.people.errors import RefusedError
from jiesu.people.models import FirstLink, Grant, Organisation, Staff
from jiesu.people.permissions import book
from jiesu.people.units import plant

ROLE = "R25"


@transaction.atomic
def first_link(*, at: datetime) -> str:
    """Return the address at which the first administrator is made; earlier links die.

    Raises RefusedError once an administrator is there: from then on administrators grant.
    """
    _check_nobody_yet()
    FirstLink.objects.filter(used_at=None, expires_at__gt=at).update(expires_at=at)
    token = secrets.token_urlsafe(32)
    until = at + timedelta(hours=book().login.first_link_hours)
    FirstLink.objects.create(digest=digest_of(token), made_at=at, expires_at=until)
    note("first_link", at=at)
    return f"{settings.BASE_URL}{reverse('people_first_admin', args=[token])}"


def link_works(token: str, *, at: datetime) -> bool:
    """Whether the link may still be used."""
    return FirstLink.objects.filter(
        digest=digest_of(token), used_at=None, expires_at__gt=at
    ).exists()


@transaction.atomic
def make_first_admin(token: str, *, username: str, name: str, password: str, at: datetime) -> Staff:
    """Use the link up and open the account; the second factor is set up at the first login.

    Raises RefusedError if the link was used or has expired.
    """
    link = FirstLink.objects.select_for_update().filter(digest=digest_of(token)).first()
    if link is None or link.used_at or link.expires_at <= at:
        raise RefusedError(_("链接已使用或已过期，未作改动；请重新生成。"))
    _check_nobody_yet()
    root = Organisation.objects.filter(parent=None).order_by("id").first() or _first_unit()
    admin = Staff.objects.create_user(
        username, password, name=name, work_no=f"A-{username}"[:20], organisation=root
    )
    Grant.objects.create(staff=admin, role=ROLE, organisation=root, granted_at=at)
    FirstLink.objects.filter(pk=link.pk).update(used_at=at, used_by=admin)
    note("first_admin", at=at, about=admin.pk)
    return admin


def _check_nobody_yet() -> None:
    if Grant.objects.filter(role=ROLE, revoked_at=None, staff__left_at=None).exists():
        raise RefusedError(_("已有系统管理员，由其授予其他人；未作改动。"))


def _first_unit() -> Organisation:
    return plant(None, code="ROOT", name=settings.OPERATOR_NAME, kind="group", region="000000")
