"""Proves a ledger: every hash, every commitment, the head kept on the case (S68, S70)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, OuterRef

from jiesu.cases.chain import GENESIS, commitment, entry_hash
from jiesu.cases.entries import secret_of
from jiesu.cases.models import Case, Entry, PromiseRow
from jiesu.kit.sealed import NotSealedError


@dataclass(frozen=True, slots=True)
class Break:
    """The first line of a case's ledger that does not hold, and what is wrong with it."""

    number: str
    seq: int
    what: str


def verify(case: Case, entries: Iterable[Entry] | None = None) -> Break | None:
    """The first broken entry of ``case``; None if the whole chain proves itself."""
    before, seq = GENESIS, 0
    for entry in entries if entries is not None else case.entries.order_by("seq"):
        seq += 1
        if what := _broken(case, entry, seq, before):
            return Break(case.number, seq, what)
        before = bytes(entry.hash)
    if seq != case.seq or before != bytes(case.head):
        return Break(case.number, seq, f"案件记有 {case.seq} 条，台账有 {seq} 条，或末条哈希不符")
    return None


def _broken(case: Case, entry: Entry, seq: int, before: bytes) -> str:
    if entry.seq != seq:
        return f"缺少第 {seq} 条"
    if entry_hash(case.number, before, entry) != bytes(entry.hash):
        return f"第 {seq} 条({entry.verb})的内容与哈希不符"
    try:
        told = secret_of(entry)
    except NotSealedError:
        return f"第 {seq} 条({entry.verb})的密封内容已被改动，打不开"
    if told is not None and commitment(bytes(entry.salt or b""), told) != bytes(
        entry.commitment or b""
    ):
        return f"第 {seq} 条({entry.verb})的密封内容与承诺值不符"
    return ""


def verify_all(batch: int = 500) -> Iterator[tuple[int, list[Break]]]:
    """Verify every case, yielding after each batch how many were read and what is broken.

    Last come promises of cases that do not exist: the database does not look for their case.
    """
    last = -1
    while cases := list(Case.objects.filter(id__gt=last).order_by("id")[:batch]):
        last = cases[-1].id
        lines: dict[int, list[Entry]] = {case.id: [] for case in cases}
        for entry in Entry.objects.filter(case__in=lines).order_by("case_id", "seq"):
            lines[entry.case_id].append(entry)
        doubted = [case for case in cases if verify(case, lines[case.id])]
        found = [_verify_still(case) for case in doubted]
        yield len(cases), [broken for broken in found if broken]
    yield 0, list(_strays())


def _strays() -> Iterator[Break]:
    of_some_case = Exists(Case.objects.filter(pk=OuterRef("case_id")))
    for row in PromiseRow.objects.filter(~of_some_case).order_by("case_id", "clock"):
        yield Break(str(row.case_id), row.anchor, f"时限 {row.clock} 所属的投诉不存在")


@transaction.atomic
def _verify_still(case: Case) -> Break | None:
    """Look again while nobody moves it: a move between two readings looks like a break."""
    return verify(Case.objects.select_for_update().get(pk=case.pk))
