"""Tokens by which programs act as a member of staff."""

import secrets
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from jiesu.people.actors import digest_of
from jiesu.people.audit import note
from jiesu.people.errors import RefusedError
from jiesu.people.models import ApiToken, Staff


@transaction.atomic
def issue(
    staff: Staff,
    *,
    label: str,
    at: datetime,
    by: int | None = None,
    expires_at: datetime | None = None,
) -> str:
    """Return a new token that acts as ``staff``. It is shown this once and cannot be read again."""
    token = f"jiesu_{secrets.token_urlsafe(32)}"
    row = ApiToken.objects.create(
        staff=staff, digest=digest_of(token), label=label, created_at=at, expires_at=expires_at
    )
    note("issue_token", at=at, by=by, about=staff.pk, facts={"token": row.pk})
    return token


@transaction.atomic
def revoke(token_id: int, *, at: datetime, by: int | None = None) -> None:
    """Make the token useless from now on; raises RefusedError if it already is."""
    if not ApiToken.objects.filter(pk=token_id, revoked_at=None).update(revoked_at=at):
        raise RefusedError(_("没有这个有效的令牌，未作改动。"))
    owner = ApiToken.objects.only("staff_id").get(pk=token_id).staff_id
    note("revoke_token", at=at, by=by, about=owner, facts={"token": token_id})
