"""The complainant's particulars: kept sealed, shown masked, found by blind index (§18)."""

from typing import Any

from jiesu.cases.models import Case
from jiesu.kit.masks import mask_account, mask_address, mask_email, mask_name, mask_phone, mask_text
from jiesu.kit.phones import normal_phone
from jiesu.kit.sealed import blind, seal_json

_MASKS = {
    "name": mask_name,
    "phone": mask_phone,
    "address": mask_address,
    "account": mask_account,
    "email": mask_email,
}
SUBJECT_LENGTH = 60


def show_particulars(case: Case, secret: dict[str, Any]) -> None:
    """Put what ``secret`` tells on the case: sealed, masked and indexed."""
    if "description" in secret:
        case.description = secret["description"]
        case.subject = subject_of(secret.get("subject") or case.description)
    if "desired_outcome" in secret:
        case.desired_outcome = secret["desired_outcome"]
    if "particulars" in secret:
        told: dict[str, str] = secret["particulars"]
        case.secret = seal_json(told)
        case.masked = {k: mask(told[k]) for k, mask in _MASKS.items() if told.get(k)}
        case.phone_index, case.account_index, case.address_index = keys_of(
            phone=told.get("phone", ""),
            account=told.get("account", "") or told.get("handle", ""),
            address=told.get("address", ""),
        )


def subject_of(text: str) -> str:
    """First words of ``text`` on one line, numbers masked: what lists show."""
    line = " ".join(text[: SUBJECT_LENGTH * 3].split())
    return mask_text(line)[:SUBJECT_LENGTH]


Keys = tuple[bytes | None, bytes | None, bytes | None]
"""Blind indexes of a person's phone, account (or platform name) and address."""


def keys_of(*, phone: str = "", account: str = "", address: str = "") -> Keys:
    """The keys by which a person is known again, however the number was written."""
    return (
        blind(normal_phone(phone)) if phone else None,
        blind(account) if account else None,
        blind(address) if address else None,
    )
