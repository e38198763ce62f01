"""Freezes on a case the policy packs that speak of it (§6.2)."""

from datetime import date

from jiesu.cases.book import shelf
from jiesu.cases.clocks import traits_of
from jiesu.cases.models import Case
from jiesu.rules.policies.pack import PackRef
from jiesu.rules.workdays.shanghai import day_of


def widen_packs(case: Case, on: date) -> list[list[str]]:
    """The frozen packs, and those that a changed case comes under ``on`` that day.

    None is taken away: it would wipe out what was promised (docs/ideas/clocks.md).
    """
    refs = [PackRef(code, digest) for code, digest in case.packs]
    return [[ref.code, ref.digest] for ref in shelf().widen(refs, traits_of(case), on)]


def resolve_packs(case: Case) -> list[list[str]]:
    """Packs in force for ``case`` on the day it was received: [[code, digest], …]."""
    refs = shelf().resolve(traits_of(case), day_of(case.received_at))
    return [[ref.code, ref.digest] for ref in refs]
