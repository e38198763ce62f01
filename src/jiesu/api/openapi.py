"""The OpenAPI 3.1 description, made from what the verbs take and the routes give."""

from functools import cache
from importlib.metadata import version
from typing import Any

import msgspec
from django.utils.translation import override

from jiesu.api.cti import CallShape
from jiesu.api.listing import FILTERS
from jiesu.api.outages import OUTAGE_FILTERS, OutagePage, OutageShape
from jiesu.api.problems import Problem, kinds
from jiesu.api.shapes import Moved, PageShape, Promises
from jiesu.cases.flow import steps_of
from jiesu.cases.intake.contact import Intake
from jiesu.cases.reading import INCLUDED, Sheet
from jiesu.cases.telephone import Answered, Ended, Ringing
from jiesu.cases.titles import VERBS
from jiesu.cases.verbs import Verb, all_verbs
from jiesu.incidents.words import Closure, Declaration, Estimate

ALWAYS = ("no-token", "wrong-method", "too-many", "unavailable", "broken")
WRITING = ("unreadable", "bad-header", "too-large", "not-json", "key-reused", "unfit")
MOVING = (
    "unknown-case", "not-allowed", "wrong-state", "needs-second", "stale-version", *WRITING,
)  # fmt: skip
TURNING = ("unknown-outage", "not-allowed", "wrong-state", "stale-version", *WRITING)
"""Problems by what is done; problems.toml says each one's status."""

BESIDE = {"reveal": ("too-many-reveals",)}
"""What only one verb may be answered."""

SHAPES: tuple[type, ...] = (
    *(Intake, Sheet, PageShape, Moved, Promises, Problem),
    *(Ringing, Answered, Ended, CallShape),
    *(Declaration, Estimate, Closure, OutageShape, OutagePage),
)
"""What is asked and given besides the words of verbs."""

_FILTERS = {
    "state": "open (the default), ended, or codes of states joined by commas",
    "owner": "me, or the id of a member of staff",
    "category": "a category or the beginning of one, such as N or N-04",
    "overdue": "true: the next deadline has passed",
    "after": "what the page before gave as next",
    "q": "a number, phone, account, address or words; stands alone, one page",
}

_OUTAGE_FILTERS = {
    "open": "true (the default), or false for those that have ended",
    "unit": "code of a unit: those in its area, and in all below it",
    "after": "what the page before gave as next",
}


@cache
def document() -> dict[str, Any]:
    """The whole description, as JSON would have it; one for all readers, whatever they speak."""
    with override("zh-hans"):
        return _document()


def _document() -> dict[str, Any]:
    verbs = sorted(_said_by_programs(), key=lambda verb: (verb.machine, verb.name))
    words = tuple(dict.fromkeys(verb.words for verb in verbs))
    refs, components = msgspec.json.schema_components(
        (*SHAPES, *words), ref_template="#/components/schemas/{name}"
    )
    ref_of: dict[type, dict[str, Any]] = dict(zip((*SHAPES, *words), refs, strict=True))
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Jiesu 接诉",
            "version": version("jiesu"),
            "description": "Complaints by the same verbs as on the screens.",
        },
        "servers": [{"url": "/api/v1"}],
        "security": [{"token": []}],
        "tags": [{"name": machine} for machine in dict.fromkeys(v.machine for v in verbs)],
        "paths": {
            **_fixed(ref_of),
            **_register(ref_of),
            **_exchange(ref_of),
            **{_path(verb): _move(verb, ref_of) for verb in verbs},
        },
        "components": {
            "schemas": components,
            "responses": {code: _problem(code, ref_of) for code in kinds()},
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _said_by_programs() -> list[Verb]:
    """Every verb; receive is POST complaints itself."""
    return [verb for verb in all_verbs() if verb.name != "receive"]


def _path(verb: Verb) -> str:
    if verb.machine == "complaint":
        return f"/complaints/{{number}}/{verb.name}"
    return f"/complaints/{{number}}/proceedings/{{proceeding}}/{verb.name}"


def _fixed(ref_of: dict[type, dict[str, Any]]) -> dict[str, Any]:
    """What is there besides the verbs."""
    post = {
        "operationId": "receive",
        "summary": str(VERBS["receive"]),
        "description": "T01, and T02 if the record is complete.",
        "tags": ["complaint"],
        "parameters": [_idempotency()],
        "requestBody": _body(ref_of[Intake]),
        "responses": _responses(201, ref_of[Sheet], ("not-allowed", *WRITING)),
    }
    number, include = _part("number"), f"{', '.join(INCLUDED)}; joined by commas"
    filters = [_query(name, _FILTERS[name]) for name in sorted(FILTERS)]
    page = _responses(200, ref_of[PageShape], ("bad-query",), etag=False)
    sheet = _responses(200, ref_of[Sheet], ("bad-query", "unknown-case"))
    owed = _responses(200, ref_of[Promises], ("unknown-case",))
    return {
        "/complaints": {
            "post": post,
            "get": _get("list", "Fifty complaints, next due first; ended, newest", filters, page),
        },
        "/complaints/{number}": {
            "get": _get("show", "One, masked", [number, _query("include", include)], sheet)
        },
        "/complaints/{number}/promises": {
            "get": _get("explain", "Its promises, each with its reasons", [number], owed)
        },
    }


def _register(ref_of: dict[type, dict[str, Any]]) -> dict[str, Any]:
    """The register of outages; what it says of a complaint is said by verbs of the complaint."""
    one = ref_of[OutageShape]
    filters = [_query(name, _OUTAGE_FILTERS[name]) for name in sorted(OUTAGE_FILTERS)]
    page = _responses(200, ref_of[OutagePage], ("bad-query",), etag=False)
    shown = _responses(200, one, ("unknown-outage",))
    declared = _responses(201, one, ("not-allowed", *WRITING))
    moved = _responses(200, one, TURNING)
    declaring = "Declare a fault or planned work of an area"
    estimating = "Say better when service is back, why it is gone, or where"
    closing = "Service is back; everybody linked is told (N19O)"
    seen, number = [_idempotency(), _if_match()], _part("number")
    return {
        "/outages": {
            **_turn("declare", declaring, ref_of[Declaration], [_idempotency()], declared),
            "get": _get("list_outages", "Fifty outages, newest first", filters, page, "outage"),
        },
        "/outages/{number}": {"get": _get("show_outage", "One outage", [number], shown, "outage")},
        "/outages/{number}/estimate": _turn(
            "estimate", estimating, ref_of[Estimate], [number, *seen], moved
        ),
        "/outages/{number}/close": _turn("close", closing, ref_of[Closure], [number, *seen], moved),
    }


def _turn(
    name: str,
    summary: str,
    words: dict[str, Any],
    parameters: list[dict[str, Any]],
    responses: dict[str, Any],
) -> dict[str, Any]:
    return {
        "post": {
            "operationId": f"{name}_outage",
            "summary": summary,
            "tags": ["outage"],
            "parameters": parameters,
            "requestBody": _body(words),
            "responses": responses,
        }
    }


def _exchange(ref_of: dict[type, dict[str, Any]]) -> dict[str, Any]:
    """What a telephone exchange tells; the token is of an account that may ``ring``."""
    told = (
        ("ringing", Ringing, "A call rings on a desk; the same call_id is the same call"),
        ("answered", Answered, "The call was taken"),
        ("ended", Ended, "The call is over; its case keeps start, end and recording"),
    )
    return {
        f"/cti/{name}": {
            "post": {
                "operationId": name,
                "summary": summary,
                "tags": ["cti"],
                "parameters": [],
                "requestBody": _body(ref_of[words]),
                "responses": _responses(
                    200, ref_of[CallShape], ("not-allowed", *WRITING), etag=False
                ),
            }
        }
        for name, words, summary in told
    }


def _get(
    name: str,
    summary: str,
    parameters: list[dict[str, Any]],
    responses: dict[str, Any],
    tag: str = "complaint",
) -> dict[str, Any]:
    return {
        "operationId": name,
        "summary": summary,
        "tags": [tag],
        "parameters": parameters,
        "responses": responses,
    }


def _move(verb: Verb, ref_of: dict[type, dict[str, Any]]) -> dict[str, Any]:
    parts = [_part("number")]
    if verb.machine != "complaint":
        parts.append(_part("proceeding"))
    steps = steps_of(verb.name)
    responses = _responses(200, ref_of[Moved], (*MOVING, *BESIDE.get(verb.name, ())))
    responses["202"] = _good(ref_of[Moved], "Waits for a second person's approval")
    return {
        "post": {
            "operationId": verb.name,
            "summary": str(VERBS.get(verb.name, verb.name)),
            "description": _told(verb),
            "tags": [verb.machine],
            "x-clause": steps[0].clause,
            "x-from": sorted({state for step in steps for state in step.sources}),
            "x-to": sorted({state for step in steps for state in step.targets}),
            "parameters": [*parts, _idempotency(), _if_match()],
            "requestBody": _body(ref_of[verb.words], required=_has_required(verb)),
            "responses": responses,
        }
    }


def _told(verb: Verb) -> str:
    return " ".join((verb.act.__doc__ or "").split())


def _has_required(verb: Verb) -> bool:
    return any(field.required for field in msgspec.structs.fields(verb.words))


def _responses(
    status: int, ref: dict[str, Any], problems: tuple[str, ...], *, etag: bool = True
) -> dict[str, Any]:
    """The good answer and every problem; problems of one status share an entry."""
    found: dict[str, Any] = {str(status): _good(ref, "Done", etag=etag)}
    for code in (*ALWAYS, *problems):
        told = str(kinds()[code].status)
        if told in found:
            found[told] = _either(found[told], code)
        else:
            found[told] = {"$ref": f"#/components/responses/{code}"}
    return found


def _either(before: dict[str, Any], code: str) -> dict[str, Any]:
    first = before.get("description") or before["$ref"].rpartition("/")[2]
    return {
        "description": f"{first}, {code}",
        "content": {
            "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
        },
    }


def _problem(code: str, ref_of: dict[type, dict[str, Any]]) -> dict[str, Any]:
    kind = kinds()[code]
    return {
        "description": f"{kind.title.en} ({kind.title.zh})",
        "content": {"application/problem+json": {"schema": ref_of[Problem]}},
    }


def _good(ref: dict[str, Any], description: str, *, etag: bool = True) -> dict[str, Any]:
    good: dict[str, Any] = {
        "description": description,
        "content": {"application/json": {"schema": ref}},
    }
    if etag:
        good["headers"] = {
            "ETag": {
                "description": "Version of the complaint or outage",
                "schema": {"type": "string"},
            }
        }
    return good


def _body(ref: dict[str, Any], *, required: bool = True) -> dict[str, Any]:
    return {"required": required, "content": {"application/json": {"schema": ref}}}


def _part(name: str) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}


def _query(name: str, description: str) -> dict[str, Any]:
    return {
        "name": name,
        "in": "query",
        "description": description,
        "schema": {"type": "string"},
    }


def _idempotency() -> dict[str, Any]:
    return {
        "name": "Idempotency-Key",
        "in": "header",
        "description": "The same key with the same content is done once, however often it is sent.",
        "schema": {"type": "string", "maxLength": 200},
    }


def _if_match() -> dict[str, Any]:
    return {
        "name": "If-Match",
        "in": "header",
        "description": "ETag as last seen; refused if somebody moved the thing since.",
        "schema": {"type": "string"},
    }
