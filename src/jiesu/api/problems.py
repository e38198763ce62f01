"""Every refusal is a problem document (RFC 9457): what happened, what was kept, what to do."""

from functools import cache
from pathlib import Path
from typing import Literal

import msgspec

from jiesu.api.asked import Answer
from jiesu.cases.refusals import Refusal, Unfit

Language = Literal["zh", "en"]


class Said(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A sentence in both languages."""

    zh: str
    en: str


class Kind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One kind of problem."""

    status: int
    title: Said
    detail: Said | None = None


class FaultShape(msgspec.Struct, frozen=True):
    """What is wrong with one field."""

    field: str
    detail: str


class Problem(msgspec.Struct, omit_defaults=True):
    """Why nothing was done. ``detail`` is one clear sentence for a person."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    faults: list[FaultShape] | msgspec.UnsetType = msgspec.UNSET
    version: int | msgspec.UnsetType = msgspec.UNSET
    """The complaint's present version, with stale-version."""
    state: str | msgspec.UnsetType = msgspec.UNSET
    """The present state, with wrong-state."""


class Trouble(Exception):  # noqa: N818 - an answer, not a failure
    """A request that never reached a complaint; ``code`` stands in problems.toml."""

    def __init__(self, code: str, *faults: FaultShape, **headers: str) -> None:
        super().__init__(code)
        self.code, self.faults, self.headers = code, faults, headers


@cache
def kinds() -> dict[str, Kind]:
    """All kinds of problems by code."""
    read = Path(__file__).with_name("problems.toml").read_bytes()
    return msgspec.toml.decode(read, type=dict[str, Kind])


def problem_of(error: Refusal | Trouble, instance: str, language: Language) -> Answer:
    """The problem document for ``error``."""
    kind = kinds()[error.code]
    problem = Problem(
        type=f"/problems/{error.code}",
        title=getattr(kind.title, language),
        status=kind.status,
        detail=_detail(error, kind, language),
        instance=instance,
    )
    headers: dict[str, str] = {}
    if isinstance(error, Trouble):
        headers = {name.replace("_", "-"): value for name, value in error.headers.items()}
        problem.faults = list(error.faults) or msgspec.UNSET
    else:
        _tell_more(problem, error)
    body = msgspec.json.encode(problem)
    return Answer(kind.status, body, "application/problem+json", headers)


def _detail(error: Refusal | Trouble, kind: Kind, language: Language) -> str:
    """A refusal's own sentence, in the reader's language since it was raised; else the table's."""
    if isinstance(error, Refusal):
        return error.sentence
    return str(getattr(kind.detail, language)) if kind.detail else ""


def _tell_more(problem: Problem, refusal: Refusal) -> None:
    if isinstance(refusal, Unfit):
        problem.faults = [FaultShape(one.field, one.sentence) for one in refusal.faults]
    for name in ("version", "state"):
        if name in refusal.told:
            setattr(problem, name, refusal.told[name])
