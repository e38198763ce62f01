"""Where django-allauth asks us: accounts are given, not taken; everything is written down."""

from base64 import b64decode, b64encode
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jiesu.kit.sealed import seal, unseal
from jiesu.people.audit import note
from jiesu.people.login.locks import count_failure
from jiesu.people.login.second_factor import must_have_second_factor
from jiesu.people.login.sessions import begin_session, has_just_begun
from jiesu.people.models import Staff


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth carries no types
    """Logging in and out, and changing the password."""

    error_messages: ClassVar[dict[str, str | Promise]] = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("用户名或密码不正确，或账号已被暂时锁定。"),
        "too_many_login_attempts": _("尝试次数过多，请稍后再试。"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's signature
        """Nobody signs up: staff are hired by an administrator."""
        return False

    def is_reauthentication_required(self, *, app: str, **_named: Any) -> bool:
        """Ask for the password again, but not of whoever has just logged in (allauth would)."""
        if has_just_begun(self.request, at=timezone.now()):
            return False
        return bool(super().is_reauthentication_required(app=app))

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:  # noqa: ARG002 - allauth's signature
        """Count the wrong password."""
        count_failure(str(credentials.get("username", "")), at=timezone.now())

    def post_login(self, request: HttpRequest, user: Staff, **told: Any) -> HttpResponse:
        """Bound the session that has just begun."""
        response: HttpResponse = super().post_login(request, user, **told)
        begin_session(request, user, at=timezone.now())
        return response

    def logout(self, request: HttpRequest) -> None:
        """Write the leaving down, and leave."""
        if request.user.pk:
            note("logout", at=timezone.now(), by=request.user.pk, about=request.user.pk)
        super().logout(request)

    def set_password(self, user: Staff, password: str) -> None:
        """Write the new password down as having been set, and set it."""
        super().set_password(user, password)
        note("set_password", at=timezone.now(), by=user.pk, about=user.pk)

    def add_message(self, *told: Any, **named: Any) -> None:
        """Say nothing: the page that follows says it."""


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc] # allauth carries no types
    """The second factor: its secret is sealed, and privileged people cannot put it off."""

    def encrypt(self, text: str) -> str:
        """Seal a secret; the column holds text."""
        return b64encode(seal(text.encode())).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Unseal a secret."""
        return unseal(b64decode(encrypted_text)).decode()

    def get_totp_issuer(self) -> str:
        """Return what the authenticator app shows."""
        return "接诉"

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Whether this person may do without."""
        return not must_have_second_factor(authenticator.user_id)
