"""The archive package: a zip that tells the whole case and proves itself (T32).

The same case gives the same bytes. Personal data is in it masked, or sealed as in the ledger.
Evidence whose term ends before the case's is named by its hash only: it must be erasable.
"""

import hashlib
import shutil
import zipfile
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from jiesu.cases.chain import instant
from jiesu.cases.covering import masking
from jiesu.cases.masking import prose_covered
from jiesu.cases.models import Case, Entry, Evidence, Message
from jiesu.cases.vault import path_of

ENDURING = frozenset({"case", "billing_raw"})
"""Retention classes that last as long as the case itself."""
_EPOCH = (1980, 1, 1, 0, 0, 0)
_ENCODE = msgspec.json.Encoder(order="sorted").encode
MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Fault:
    """What does not hold in a package: which member, and why."""

    member: str
    why: str


def write_package(target: BinaryIO, case: Case, entries: Sequence[Entry]) -> None:
    """Write the package of ``case`` as its ``entries`` tell it."""
    hashes: dict[str, str] = {}
    evidence = list(Evidence.objects.filter(case=case, erased_at=None).order_by("seq"))
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in _documents(case, entries):
            hashes[name] = hashlib.sha256(content).hexdigest()
            archive.writestr(_member(name), content)
        for one in evidence:
            if one.retention in ENDURING and path_of(one.sha256).exists():
                name = f"evidence/{one.seq}-{one.kind}"
                hashes[name] = one.sha256
                with (
                    path_of(one.sha256).open("rb") as file,
                    archive.open(_member(name), "w", force_zip64=True) as member,
                ):
                    shutil.copyfileobj(file, member)
        manifest = {
            "number": case.number,
            "entries": case.seq,
            "head": bytes(case.head).hex(),
            "members": hashes,
            "evidence": {f"{one.seq}": one.sha256 for one in evidence},
        }
        archive.writestr(_member(MANIFEST), _ENCODE(manifest))


def faults_of(path: Path) -> list[Fault]:
    """What in the package at ``path`` does not agree with its own manifest; empty if all does."""
    with zipfile.ZipFile(path) as archive:
        told = msgspec.json.decode(archive.read(MANIFEST))
        found = set(archive.namelist()) - {MANIFEST}
        wanted: dict[str, str] = told["members"]
        faults = [Fault(name, "缺少") for name in wanted.keys() - found]
        faults += [Fault(name, "清单之外") for name in found - wanted.keys()]
        for name in sorted(found & wanted.keys()):
            with archive.open(name) as member:
                if hashlib.file_digest(member, "sha256").hexdigest() != wanted[name]:  # type: ignore[arg-type]  # a member reads like a file
                    faults.append(Fault(name, "内容与清单不符"))
    return faults


def _documents(case: Case, entries: Sequence[Entry]) -> Iterator[tuple[str, bytes]]:
    yield "case.json", _ENCODE(_told(case))
    yield "ledger.jsonl", _lines(_line(entry) for entry in entries)
    yield (
        "sealed.jsonl",
        _lines(
            {"seq": e.seq, "salt": _text(e.salt), "secret": _text(e.secret)}
            for e in entries
            if e.secret is not None
        ),
    )
    messages = Message.objects.filter(case=case).order_by("id")
    cover = masking(case)
    yield "messages.jsonl", _lines(_message(message, cover) for message in messages)


def _told(case: Case) -> dict[str, Any]:
    cover = masking(case)
    return {
        "number": case.number,
        "state": case.state,
        "case_type": case.case_type,
        "channel": case.channel,
        "region": case.region,
        "category": case.category,
        "priority": case.priority,
        "received_at": instant(case.received_at),
        "closed_at": instant(case.closed_at) if case.closed_at else None,
        "complainant": case.masked,
        "description": cover(case.description),
        "desired_outcome": cover(case.desired_outcome),
        "packs": case.packs,
        "record": prose_covered(case.record, cover),
    }


def _line(entry: Entry) -> dict[str, Any]:
    return {
        "seq": entry.seq,
        "verb": entry.verb,
        "at": instant(entry.at),
        "by": [entry.by_kind, entry.by_staff_id],
        "machine": entry.machine,
        "proceeding": entry.proceeding,
        "to_state": entry.to_state,
        "facts": entry.facts,
        "commitment": bytes(entry.commitment).hex() if entry.commitment else None,
        "hash": bytes(entry.hash).hex(),
    }


def _message(message: Message, cover: Callable[[str], str]) -> dict[str, Any]:
    return {
        "seq": message.seq,
        "template": message.template,
        "version": message.template_version,
        "carrier": message.carrier,
        "reader": message.reader,
        "to": message.masked,
        "subject": cover(message.subject),
        "body": cover(message.body),
        "written_at": instant(message.written_at),
        "delivered_at": instant(message.delivered_at) if message.delivered_at else None,
        "refused": message.refusal,
    }


def _lines(rows: Iterable[dict[str, Any]]) -> bytes:
    return b"".join(_ENCODE(row) + b"\n" for row in rows)


def _text(value: bytes | memoryview | None) -> str:
    return b64encode(bytes(value or b"")).decode()


def _member(name: str) -> zipfile.ZipInfo:
    """A member that tells nothing of the machine or the hour at which it was packed."""
    member = zipfile.ZipInfo(name, _EPOCH)
    member.compress_type = zipfile.ZIP_DEFLATED
    member.external_attr = 0o600 << 16
    return member
