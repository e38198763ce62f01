"""From an address to what it does: authentication, language, refusals, the table of routes."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

import structlog
from django.db import Error, InterfaceError, OperationalError, connection
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header

from jiesu.api import complaints, cti, openapi, outages
from jiesu.api.asked import Answer, Asked, Task, told
from jiesu.api.limits import count
from jiesu.api.problems import Language, Trouble, problem_of
from jiesu.cases.refusals import Refusal
from jiesu.people.actor import Actor
from jiesu.people.actors import actor_of_token

ROOT = "/api/v1/"
_NUMBER = r"(?P<number>[A-Z0-9]{4,40})"
_log = structlog.get_logger(__name__)


Work = Callable[[Task], Answer]


@dataclass(frozen=True, slots=True)
class Route:
    """An address, as people write it and as it is matched, and what each method does there."""

    path: str
    pattern: re.Pattern[str]
    works: dict[str, Work]


ROUTES = (
    Route(
        "complaints",
        re.compile(r"complaints"),
        {"POST": complaints.create, "GET": complaints.page},
    ),
    Route("complaints/{number}", re.compile(rf"complaints/{_NUMBER}"), {"GET": complaints.show}),
    Route(
        "complaints/{number}/promises",
        re.compile(rf"complaints/{_NUMBER}/promises"),
        {"GET": complaints.promises},
    ),
    Route(
        "complaints/{number}/{verb}",
        re.compile(rf"complaints/{_NUMBER}/(?P<verb>[a-z_]+)"),
        {"POST": complaints.move},
    ),
    Route(
        "complaints/{number}/proceedings/{proceeding}/{verb}",
        re.compile(
            rf"complaints/{_NUMBER}/proceedings/(?P<proceeding>[A-Za-z0-9_-]{{4,40}})/(?P<verb>[a-z_]+)"
        ),
        {"POST": complaints.move},
    ),
    Route(
        "outages",
        re.compile(r"outages"),
        {"POST": outages.declare, "GET": outages.list_outages},
    ),
    Route("outages/{number}", re.compile(rf"outages/{_NUMBER}"), {"GET": outages.show_outage}),
    Route(
        "outages/{number}/{verb}",
        re.compile(rf"outages/{_NUMBER}/(?P<verb>[a-z_]+)"),
        {"POST": outages.turn_outage},
    ),
    Route("cti/ringing", re.compile(r"cti/ringing"), {"POST": cti.post_ringing}),
    Route("cti/answered", re.compile(r"cti/answered"), {"POST": cti.post_answered}),
    Route("cti/ended", re.compile(r"cti/ended"), {"POST": cti.post_ended}),
)


def answer(asked: Asked, now: datetime) -> Answer:
    """Answer a request; whatever happens is an answer, and a refusal is a problem document."""
    language = _language(asked.languages)
    with translation.override("en" if language == "en" else "zh-hans"):
        return _answered(asked, now, language)


def _answered(asked: Asked, now: datetime, language: Language) -> Answer:
    instance = ROOT + asked.path
    try:
        return _answer(asked, now)
    except (Refusal, Trouble) as refusal:
        given = problem_of(refusal, instance, language)
    except (OperationalError, InterfaceError) as error:
        _log.warning("database", error=str(error).strip())
        given = problem_of(Trouble("unavailable", Retry_After="2"), instance, language)
    except Exception:  # noqa: BLE001 - the edge: whatever broke is logged and told as ours
        _log.exception("api", path=asked.path)
        given = problem_of(Trouble("broken"), instance, language)
    given.route = given.route or _named(asked.path)
    return given


def _answer(asked: Asked, now: datetime) -> Answer:
    if asked.path == "openapi.json":
        return _document(asked)
    actor = _actor(asked)
    for route in ROUTES:
        if found := route.pattern.fullmatch(asked.path):
            work = route.works.get("GET" if asked.method == "HEAD" else asked.method)
            if asked.method == "OPTIONS":
                return Answer(204, b"", headers={"Allow": _allowed(route)}, route=route.path)
            if work is None:
                raise Trouble("wrong-method", Allow=_allowed(route))
            given = work(Task(asked, actor, now, **found.groupdict()))
            given.route = ROOT[1:] + route.path
            return given
    raise Trouble("unknown-address")


def _allowed(route: Route) -> str:
    """Every method of the address, with those that need no saying."""
    beside = ("HEAD", "OPTIONS") if "GET" in route.works else ("OPTIONS",)
    return ", ".join((*route.works, *beside))


def _document(asked: Asked) -> Answer:
    if asked.method not in {"GET", "HEAD"}:
        raise Trouble("wrong-method", Allow="GET, HEAD")
    return told(200, openapi.document())


def _actor(asked: Asked) -> Actor:
    """Whose token it is; after this the connection is known to live."""
    kind, _, token = asked.authorization.partition(" ")
    token = token.strip()
    actor = None
    if kind.lower() == "bearer" and token:
        count(token)
        actor = _load(token)
    if actor is None:
        raise Trouble("no-token", WWW_Authenticate='Bearer realm="jiesu"')
    return actor


def _load(token: str) -> Actor | None:
    """The token's owner; after a restart of the database over a new connection."""
    try:
        return actor_of_token(token)
    except Error:
        if connection.in_atomic_block:
            raise
        connection.close()
        return actor_of_token(token)


@lru_cache(maxsize=256)
def _language(accepted: str) -> Language:
    """The first of the reader's languages that we speak."""
    for code, _ in parse_accept_lang_header(accepted.lower()):
        if code.startswith("zh"):
            return "zh"
        if code.startswith("en"):
            return "en"
    return "zh"


def _named(path: str) -> str:
    """The route of ``path`` for logs: an address may hold anything."""
    found = next((route.path for route in ROUTES if route.pattern.fullmatch(path)), "")
    return ROOT[1:] + (found or ("openapi.json" if path == "openapi.json" else "-"))
