"""Earlier cases of the same person: the ground of duplicate and repeat recognition (§15)."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from django.utils.translation import gettext as _

from jiesu.cases.book import repeats, taxonomy
from jiesu.cases.intake.contact import Intake
from jiesu.cases.particulars import Keys, keys_of
from jiesu.cases.refusals import unfit
from jiesu.kit.statements import fetch
from jiesu.rules.repeats.contact import Contact, EarlierCase, Verdict, judge_contact

MOST = 20
"""Earlier cases looked at for one contact; the latest ones decide."""

_FIND = """
    SELECT id, number, phone_index, account_index, address_index, category, received_at,
           coalesce((record->>'resolved_at')::timestamptz, closed_at), repeat_no, owner_id, outage
      FROM cases_case
     WHERE (phone_index = KEY OR account_index = KEY OR address_index = KEY)
       AND master_id IS NULL
     ORDER BY received_at DESC
     LIMIT %s
"""
_FIND_OF_ONE = _FIND.replace("KEY", "%s")
"""Of an array PostgreSQL does not know how long it is, and plans the statement anew each time."""
_FIND_OF_MANY = _FIND.replace("KEY", "ANY(%s::bytea[])")


class Known(msgspec.Struct, frozen=True):
    """An earlier case as intake needs it: its identity and what the rules ask of it."""

    id: int
    case: EarlierCase
    owner_id: int | None = None


def _keys(intake: Intake) -> Keys:
    return keys_of(
        phone=intake.phone, account=intake.account or intake.handle, address=intake.address
    )


def earlier_cases(intakes: Sequence[Intake]) -> list[list[Known]]:
    """For each contact the latest cases that share its phone, account or address."""
    keys = [_keys(intake) for intake in intakes]
    if not any(any(own) for own in keys):
        return [[] for _ in intakes]
    return _shared_out([_known(*row) for row in _rows(keys)], keys)


def _rows(keys: Sequence[Keys]) -> list[Any]:
    if len(keys) == 1:
        return fetch(_FIND_OF_ONE, [*keys[0], MOST])
    columns = [[value for value in column if value] for column in zip(*keys, strict=True)]
    return fetch(_FIND_OF_MANY, [*columns, MOST * len(keys)])


def _shared_out(found: Sequence[Known], keys: Sequence[Keys]) -> list[list[Known]]:
    """Give each contact its own person's cases; time grows with both, not with their product."""
    of_user: dict[str, list[Known]] = defaultdict(list)
    for known in found:
        for user in known.case.users:
            of_user[user].append(known)
    mine = [[known for user in _named(own) for known in of_user.get(user, ())] for own in keys]
    return [list({known.id: known for known in cases}.values()) for cases in mine]


def judge(
    intake: Intake, category: str, earlier: Sequence[Known], now: datetime
) -> tuple[Verdict, int | None]:
    """What the contact is to the person's earlier cases, and the identity of that case."""
    new = Contact(
        at=now,
        users=_named(_keys(intake)),
        category=taxonomy().level2(category),
        outage=intake.outage.strip(),
    )
    verdict = judge_contact(new, [known.case for known in earlier], repeats().windows)
    identity = next((known.id for known in earlier if known.case.no == verdict.of), None)
    return verdict, identity


def repeated(number: str, earlier: Sequence[Known]) -> Known:
    """Return the earlier case ``number``, of which somebody says that it is repeated.

    Raises:
        Unfit: it is no case of the same phone, account or address.
    """
    found = next((known for known in earlier if known.case.no == number.strip()), None)
    if found is None:
        raise unfit(
            "repeat_of",
            _("%(number)s 不是同一电话、账号或地址的投诉，未登记。请核对编号，或不作关联。")
            % {"number": number},
        )
    return found


def _named(keys: Sequence[bytes | None]) -> frozenset[str]:
    return frozenset(f"{kind}:{key.hex()}" for kind, key in zip("pah", keys, strict=True) if key)


def _known(  # noqa: PLR0913, PLR0917 - a row as the statement gives it
    identity: int,
    number: str,
    phone: bytes | None,
    account: bytes | None,
    address: bytes | None,
    category: str,
    received_at: datetime,
    resolved_at: datetime | None,
    repeat_no: int,
    owner_id: int | None,
    outage: str,
) -> Known:
    return Known(
        identity,
        EarlierCase(
            no=number,
            users=_named([phone, account, address]),
            category=taxonomy().level2(category) if category else "",
            received_at=received_at,
            resolved_at=resolved_at,
            repeat_no=repeat_no,
            outage=outage,
        ),
        owner_id,
    )
