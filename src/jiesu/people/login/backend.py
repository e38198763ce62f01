"""Checking name and password: a locked account answers as a wrong password does."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.http import HttpRequest
from django.utils import timezone

from jiesu.people.login.locks import locked
from jiesu.people.models import Staff


class Backend(AuthenticationBackend):  # type: ignore[misc] # allauth carries no types
    """allauth's own, which hides by its timing whether a name exists; and our locks."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> Staff | None:
        """Return whose name and password these are, if the account is not locked."""
        shut = locked(str(credentials.get("username", "")), at=timezone.now())
        staff: Staff | None = super().authenticate(request, **credentials)
        return None if shut else staff
