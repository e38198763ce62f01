"""Finds again the version of a policy pack that a case was frozen on.

An operator edits a pack's file, a new release brings other texts: cases opened before go on under
the words they were opened under (§6.2), whatever lies in the folder now.
"""

from jiesu.cases.models import KeptPack
from jiesu.rules.policies.pack import PackRef


def find_kept(ref: PackRef) -> bytes | None:
    """Return the text of a version that a case was frozen on; None if it was never kept."""
    found = KeptPack.objects.filter(code=ref.code, digest=ref.digest)
    return next((bytes(text) for text in found.values_list("text", flat=True)), None)
