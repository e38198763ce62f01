"""Carries out an erasure: secrets, texts and files go; hashes and commitments stay (§18)."""

from functools import partial

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from jiesu.cases.actions.erase import TermOver
from jiesu.cases.models import Case, Entry, Evidence, EvidenceView, Message
from jiesu.cases.search import search_words
from jiesu.cases.vault import erase
from jiesu.people.models import BrokenGlass

_WORDS = "UPDATE cases_searchtext SET words = array_to_tsvector(%s::text[]) WHERE case_id = %s"


def carry_out(over: TermOver) -> None:
    """Erase in the transaction of the entry; files go once it is committed."""
    pieces = Evidence.objects.filter(case=over.case_id, seq__in=over.evidence)
    files = {name for one in pieces for name in (one.sha256, one.redacted) if name}
    pieces.update(erased_at=timezone.now())
    if over.whole:
        files |= _forget(Case.objects.get(pk=over.case_id))
    for name in files:
        if not _needed(name):
            transaction.on_commit(partial(erase, name))


def _forget(case: Case) -> set[str]:
    """Make the case anonymous; returns the package that holds what must go."""
    Entry.objects.filter(case=case).update(secret=None, salt=None, request_digest=None)
    Message.objects.filter(case=case).update(subject="", body="", masked="", refusal="")
    EvidenceView.objects.filter(evidence__case=case).update(purpose=None)
    BrokenGlass.objects.filter(case_no=case.number).update(secret=None)
    case.secret = case.phone_index = case.account_index = case.address_index = None
    case.masked, case.subject, case.description, case.desired_outcome = {}, "", "", ""
    case.save(force_update=True)
    with connection.cursor() as cursor:
        people = case.parts.values_list("staff_id", flat=True)
        cursor.execute(_WORDS, [search_words(case, people), case.id])
    packed = case.record.get("archive")
    return {packed["sha256"]} if packed else set()


def _needed(name: str) -> bool:
    """Whether another piece of evidence is the same file."""
    return Evidence.objects.filter(Q(sha256=name) | Q(redacted=name), erased_at=None).exists()
