"""Freezes on a case the policy packs that speak of it, and keeps their texts (§6.2)."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from jiesu.cases.book import shelf
from jiesu.cases.clocks import traits_of
from jiesu.cases.models import Case, KeptPack
from jiesu.rules.policies.pack import PackRef
from jiesu.rules.workdays.shanghai import day_of

_kept: set[PackRef] = set()
"""Versions that this process knows to be kept for good."""


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


def keep_packs(cases: Iterable[Case], now: datetime) -> None:
    """Keep the texts that ``cases`` are being frozen on, before they are: files change later.

    Once a version is known to be kept this costs no statement.
    """
    refs = {PackRef(code, digest) for case in cases for code, digest in case.packs}
    if not (fresh := refs - _kept):
        return
    packs = map(shelf().pack, sorted(fresh))
    rows = [KeptPack(code=p.code, digest=p.digest, text=p.text, kept_at=now) for p in packs]
    KeptPack.objects.bulk_create(rows, ignore_conflicts=True)
    transaction.on_commit(lambda: _kept.update(fresh))
