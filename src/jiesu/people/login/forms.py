"""The six digits of the second factor: half a minute late still counts, twice never does."""

from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, BaseAuthenticateForm, ReauthenticateForm
from django.core.cache import cache

VALID = 90
"""Seconds for which digits can be valid: their own step and one on either side (RFC 6238, 5.2)."""


class _Once(BaseAuthenticateForm):  # type: ignore[misc] # allauth carries no types
    """allauth remembers used digits for one step only; ours are valid for three."""

    def clean_code(self) -> str:
        """Return the code; refuse one that this person has used."""
        code: str = super().clean_code()
        used = f"second-factor:{self.user.pk}:{normalize_user_code(code)}"
        if not cache.add(used, "y", timeout=VALID):
            raise get_adapter().validation_error("incorrect_code")
        return code


class SecondFactorForm(_Once, AuthenticateForm):  # type: ignore[misc]
    """Asked when somebody logs in."""


class SecondFactorAgainForm(_Once, ReauthenticateForm):  # type: ignore[misc]
    """Asked again before what is sensitive."""
