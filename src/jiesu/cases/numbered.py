"""Cases by what they carry: a number whole or in part, a phone, an account, an address (§12.1).

Whoever calls seldom has all 24 signs at hand: the check digits are missing, or there are the day
and the sequence, or the last figures alone. The sequence follows from the identity
(``numbers.py``), so that a part at the end is found by key and not by reading all numbers.
"""

import re

from jiesu.cases.hits import Hit, hits
from jiesu.cases.numbers import PER_DAY
from jiesu.cases.particulars import keys_of
from jiesu.kit.statements import fetch
from jiesu.people.actor import Actor
from jiesu.rules.numbers import LENGTH, Prefix, plain

LEAST_DIGITS = 4
"""Fewer figures are no part of a number but a word, such as 300."""
LEAST_OF_PERSON = 5
_MOST = 10
_SEQUENCE, _CHECK = 6, 2
_OURS = re.compile(rf"({'|'.join(Prefix)})(\d{{6,{LENGTH - 2}}})\Z")
_FIGURES = re.compile(rf"\d{{{LEAST_DIGITS},{LENGTH - 2}}}\Z")


def by_number(actor: Actor, text: str, limit: int = _MOST) -> list[Hit]:
    """Cases visible to ``actor`` whose number is, begins with or ends in ``text``, newest first.

    The number of an order, an appeal or a rectification, or one that an authority gave, leads to
    its case too.
    """
    told = plain(text)
    if not any(sign.isdigit() for sign in told):
        return []
    if ours := _OURS.match(told):
        return hits(actor, *_begun(ours[1], told), "id DESC", limit)
    ends = _ending(told) if _FIGURES.match(told) else []
    if len(text.strip()) < LEAST_DIGITS and not ends:
        return []
    return hits(actor, _CALLED_OR_ENDING, [text.strip(), ends], "id DESC", limit)


def by_person(actor: Actor, text: str, limit: int) -> list[Hit]:
    """Cases whose complainant has ``text`` as phone, account or address, newest first."""
    if sum(c.isalnum() for c in text) < LEAST_OF_PERSON or not any(c.isdigit() for c in text):
        return []
    keys = keys_of(phone=text, account=text, address=text)
    carries = "(phone_index = %s OR account_index = %s OR address_index = %s)"
    return hits(actor, carries, keys, "received_at DESC", limit)


_CALLED = "id = ANY(ARRAY(SELECT case_id FROM cases_proceeding WHERE number = %s))"
_CALLED_OR_ENDING = """
    id = ANY(ARRAY(SELECT case_id FROM cases_proceeding WHERE number = %s) || %s::bigint[])
"""
"""Gathered first: with a join under OR PostgreSQL reads all cases."""


def _begun(prefix: str, told: str) -> tuple[str, list[str]]:
    if prefix != Prefix.COMPLAINT:
        return _CALLED, [told]
    if len(told) == LENGTH:
        return "number = %s", [told]
    return "number BETWEEN %s AND %s", [told.ljust(LENGTH, "0"), told.ljust(LENGTH, "9")]


def _ending(figures: str) -> list[int]:
    """Identities of cases whose number holds ``figures`` at its end, with check digits or not."""
    ends = {figures[-_SEQUENCE:].zfill(_SEQUENCE)}
    if len(figures) > _CHECK:
        ends.add(figures[:-_CHECK][-_SEQUENCE:].zfill(_SEQUENCE))
    before = figures if len(figures) > _SEQUENCE else ""
    told = fetch(_BY_SEQUENCE, [[int(end) for end in ends], PER_DAY, PER_DAY, before])
    return [row[0] for row in told]


_BY_SEQUENCE = """
SELECT c.id FROM unnest(%s::int[]) AS told(sequence),
       generate_series(0, (SELECT coalesce(max(id), 0) FROM cases_case) / %s) AS round,
       cases_case c
 WHERE c.id = told.sequence - 1 + round * %s AND position(%s IN c.number) > 0
"""
"""Identities grow through the sequences of all days: one key a round of 999 999."""
