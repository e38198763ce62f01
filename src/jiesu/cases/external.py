"""What 12345, 12315 or an MIIT appeal centre sent us: its number here, its beginning (T28)."""

import hashlib
import re
from datetime import datetime
from typing import Any

from jiesu.cases.said import Opening

_SIMPLE = re.compile(r"[A-Za-z0-9_-]{1,30}")


def external_number(source: str, external_no: str, otherwise: str) -> str:
    """Our number for it: one for each number of each body, so that it is taken in once.

    A number with other signs than letters and digits is told by its digest; one without a number
    goes by ``otherwise``, the number of the complaint.
    """
    told = external_no.strip()
    if not told:
        return f"{source}-{otherwise}"
    if _SIMPLE.fullmatch(told):
        return f"{source}-{told}"
    return f"{source}-{hashlib.sha256(told.encode()).hexdigest()[:16]}"


def external_opening(
    number: str, *, source: str, external_no: str, origin: str, printed_due: datetime | None
) -> Opening:
    """The external case as it begins; ``origin`` is CREATED with its complaint or LINKED to one."""
    record: dict[str, Any] = {"source": source, "external_no": external_no, "origin": origin}
    if printed_due:
        record["printed_due"] = printed_due.isoformat()
    return Opening("external", number, "RECEIVED", record=record)
