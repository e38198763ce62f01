"""Makes ledger entries: plain facts, a sealed secret, the hash that chains them."""

from datetime import datetime
from typing import Any

from jiesu.cases.chain import canonical, commit_to, entry_hash, read_back
from jiesu.cases.models import Case, Entry
from jiesu.cases.models.quick import made
from jiesu.kit.sealed import keyed, seal, unseal_json
from jiesu.people.actor import Actor


def new_entry(  # noqa: PLR0913 - each is a column of the ledger
    case: Case,
    verb: str,
    actor: Actor,
    now: datetime,
    *,
    facts: dict[str, Any],
    secret: dict[str, Any] | None = None,
    to_state: str = "",
    machine: str = "complaint",
    proceeding: str = "",
) -> Entry:
    """The next entry of ``case``, hashed but not stored; the case is not touched."""
    told = canonical(facts)
    entry = made(
        Entry,
        case_id=case.id,
        seq=case.seq + 1,
        verb=verb,
        at=now,
        by_kind=actor.kind,
        by_staff_id=actor.staff_id,
        machine=machine,
        proceeding=proceeding,
        to_state=to_state,
        facts=read_back(told),
    )
    if secret:
        words = canonical(secret)
        read_back(words)
        entry.salt, entry.commitment = commit_to(words)
        entry.secret = seal(words)
    entry.hash = entry_hash(case.number, bytes(case.head), entry, told)
    return entry


def typed(entry: Entry, name: str) -> Any:
    """What people wrote as ``name``: sealed, or among the facts where ledgers of old have it."""
    return (secret_of(entry) or {}).get(name) or entry.facts.get(name, "")


def requested(entry: Entry, digest: bytes) -> bool:
    """Whether ``digest`` is that of the request that made the entry; of old it was not keyed."""
    kept = bytes(entry.request_digest or b"")
    return digest in {kept, keyed(kept)}


def secret_of(entry: Entry) -> dict[str, Any] | None:
    """What the entry keeps sealed; None if it keeps nothing or it was erased."""
    if entry.secret is None:
        return None
    told: dict[str, Any] = unseal_json(bytes(entry.secret))
    return told
