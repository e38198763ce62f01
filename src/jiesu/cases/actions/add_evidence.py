"""Add a file that was uploaded before to the case (S27, §12.4)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from django.utils.translation import gettext as _
from msgspec import Meta

from jiesu.cases.refusals import unfit
from jiesu.cases.said import Said
from jiesu.cases.uploads import Upload, upload_of
from jiesu.cases.verbs import Scene, Words, move
from jiesu.cases.words import MaybePage, Moment
from jiesu.rules.workdays.shanghai import day_of


class EvidenceAddition(Words):
    """The receipt of the upload, where the file comes from, and what it shows."""

    receipt: Annotated[str, Meta(min_length=1, max_length=2000)]
    source: Literal["user", "system", "field", "department"] = "user"
    captured_at: Moment | None = None
    note: MaybePage = ""


@dataclass(frozen=True, slots=True)
class EvidenceAdded:
    """A file was added by the entry ``seq`` of the case; its row follows in the transaction."""

    case_id: int
    seq: int
    upload: Upload
    source: str
    captured_at: datetime | None
    received_at: datetime


@move
def add_evidence(scene: Scene, words: EvidenceAddition) -> Said:
    """Add the file; the ledger holds its hash, so that it cannot be exchanged."""
    upload = upload_of(words.receipt, scene.actor)
    held = scene.case.record.get("evidence", [])
    if any(item["sha256"] == upload.sha256 for item in held):
        raise unfit("receipt", _("这份文件已在本件证据中，没有重复添加。"))
    seq = scene.case.seq + 1
    told = {
        "kind": upload.kind,
        "source": words.source,
        "sha256": upload.sha256,
        "size": upload.size,
        "content_type": upload.content_type,
        "retention": upload.retention,
        "redacted": upload.redacted,
    }
    captured = words.captured_at
    added = EvidenceAdded(scene.case.id, seq, upload, words.source, captured, scene.now)
    return Said(
        facts={**told, "captured_at": captured} if captured else told,
        add={
            "evidence": {
                "seq": seq,
                "kind": upload.kind,
                "sha256": upload.sha256,
                "retention": upload.retention,
                "on": day_of(scene.now).isoformat(),
            }
        },
        secret={"name": upload.name, "note": words.note},
        events=[added],
    )
