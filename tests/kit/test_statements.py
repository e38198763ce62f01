"""Codes stand in a statement as they are; what people say never does."""

import pytest

from jiesu.kit.statements import codes_in_place, fetch


def test_a_code_is_written_into_the_statement_and_the_rest_is_kept() -> None:
    sql, kept = codes_in_place("staff = %s AND part = %s AND at > %s", (7, "was_owner", None))
    assert sql == "staff = %s AND part = 'was_owner' AND at > %s"
    assert kept == (7, None)


@pytest.mark.parametrize("told", ["a'b", "a b", "%s", "/1/2/", "故障", "", "owner\n", "a\\"])
def test_nothing_that_is_not_a_plain_code_is_written_into_it(told: str) -> None:
    assert codes_in_place("part = %s", (told,)) == ("part = %s", (told,))


@pytest.mark.django_db
def test_the_answer_is_the_same() -> None:
    sql, kept = codes_in_place("SELECT %s::text, %s::int, %s::text", ("order", 4, "/1/%"))
    assert fetch(sql, kept) == [("order", 4, "/1/%")]
