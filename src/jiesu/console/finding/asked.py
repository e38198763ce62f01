"""What was searched for, kept in the session under a name that says nothing.

A telephone number or an account may be typed into a search. Addresses stand in logs, histories
and bookmarks, so they hold the name alone (§18); whoever is given it finds nothing by it.
"""

from base64 import b64decode, b64encode
from secrets import token_urlsafe
from urllib.parse import urlencode

from django.contrib.sessions.backends.base import SessionBase
from django.http import QueryDict
from msgspec.structs import replace

from jiesu.console.finding.conditions import Conditions, Whose, read_conditions
from jiesu.kit.sealed import KeyMissingError, seal, unseal

NAME = "asked"
MOST_KEPT = 20
"""Searches of one session that can be come back to."""


def keep_asked(session: SessionBase, asked: str) -> str:
    """Keep what was asked, sealed, and return its name; asked again, it has the same name."""
    kept = session.get(NAME, {})
    for name, sealed in kept.items():
        if _opened(sealed) == asked:
            return str(name)
    name = token_urlsafe(9)
    newest = [*kept.items(), (name, b64encode(seal(asked.encode())).decode())]
    session[NAME] = dict(newest[-MOST_KEPT:])
    return name


def asked_under(session: SessionBase, name: str) -> str:
    """Return what was asked under ``name``; nothing if this session did not, or long ago."""
    sealed = session.get(NAME, {}).get(name)
    return _opened(sealed) if sealed else ""


def look_of_address(asked: QueryDict, session: SessionBase, usual: Whose = "all") -> Conditions:
    """Read the conditions of an address; words stand in it by their name alone."""
    plain = read_conditions(asked, usual)
    return replace(plain, text=asked_under(session, asked.get(NAME, "")))


def pairs_of(session: SessionBase, look: Conditions) -> list[tuple[str, str]]:
    """Names and values of the look as an address repeats them."""
    words = [(NAME, keep_asked(session, look.text))] if look.text else []
    return [*look.pairs, *words]


def address_of(session: SessionBase, look: Conditions) -> str:
    """Return the look as it stands in an address."""
    return urlencode(pairs_of(session, look))


def _opened(sealed: str) -> str:
    """The words; nothing once their key was taken off the ring, as if they were long ago."""
    try:
        return unseal(b64decode(sealed)).decode()
    except KeyMissingError:
        return ""
