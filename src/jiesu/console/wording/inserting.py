"""The same without scripts: a text is chosen beside the form and put at the end of a field."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import QueryDict

from jiesu.cases.models import Case
from jiesu.console.wording.keeping import kept
from jiesu.console.wording.places import filled
from jiesu.people.actor import Actor


def inserted(
    read: Mapping[str, Any], posted: QueryDict, actor: Actor, case: Case | None, now: datetime
) -> dict[str, Any]:
    """What was typed, with the chosen text at the end of the field ``insert_into``."""
    chosen, into = posted.get("text_module", ""), posted.get("insert_into", "")
    version = kept(actor, int(chosen)) if chosen.isdecimal() else None
    if version is None or version.of.kind != "text" or not into:
        return dict(read)
    before = str(read.get(into, ""))
    text = filled(version.body["text"], actor, case, now)
    return {**read, into: f"{before}\n{text}" if before else text}
