"""The database looks up no case for a promise; the ledger keeps it, and verify looks (0155)."""

import pytest
from django.db import DatabaseError, connection, transaction

from cast import Cast
from jiesu.cases.intake.receive import receive
from jiesu.cases.models import Case, PromiseRow
from jiesu.cases.verify import Break, verify_all
from tale import NOW, SLOW


def broken() -> list[Break]:
    return [one for _, found in verify_all() for one in found]


def test_a_case_with_promises_cannot_be_deleted(cast: Cast) -> None:
    case = receive(cast.agent, SLOW, now=NOW)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute("DELETE FROM cases_case WHERE id = %s", [case.pk])
    assert Case.objects.filter(pk=case.pk).exists()


def test_a_promise_of_no_case_is_found(cast: Cast) -> None:
    case = receive(cast.agent, SLOW, now=NOW)
    assert broken() == []
    row = PromiseRow.objects.filter(case=case).order_by("id").first()
    assert row is not None
    row.pk, row.case_id = None, 7
    row.save(force_insert=True)
    assert broken() == [Break("7", row.anchor, f"时限 {row.clock} 所属的投诉不存在")]
