"""How far somebody has proved who they are, and what may be told then (§12.2, S24)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from jiesu.rules.answer import Answer
from jiesu.rules.identity.table import IdentityTable, our_own
from jiesu.rules.reason import Reason, Title, why

LOWEST = "L0"


@dataclass(frozen=True, slots=True)
class Standing:
    """A level and the proofs it rests on."""

    level: str
    because: Reason


@dataclass(frozen=True, slots=True)
class Authorisation:
    """What an agent shows to act for the holder: the letter, both documents, scope, expiry."""

    letter: str
    holder_document_seen: bool
    agent_document_seen: bool
    scope: frozenset[str]
    expires_on: date


def level_of(proofs: Collection[str], *, table: IdentityTable | None = None) -> Standing:
    """Highest level that ``proofs`` give; KeyError for a proof the table does not know."""
    table = table or our_own()
    reached: list[tuple[str, Title | Reason]] = [
        (table.proof[proof].level, table.proof[proof].title)
        for proof in proofs
        if proof not in table.knowledge.pieces
    ]
    known = [title for piece, title in table.knowledge.pieces.items() if piece in proofs]
    if len(known) >= table.knowledge.needed:
        reached.append((table.knowledge.level, why("identity_pieces", pieces=known)))
    if not reached:
        return Standing(LOWEST, why("identity_unproven", level=_named(LOWEST, table)))
    level, how = max(reached, key=lambda one: one[0])
    return Standing(level, why("identity_proven", how=how, level=_named(level, table)))


def may_tell(level: str, what: str, *, table: IdentityTable | None = None) -> Answer:
    """Whether ``what`` may be told to, or done for, somebody at ``level``.

    At L1 only the case of that very contact is meant. KeyError for an unknown level or need.
    """
    table = table or our_own()
    need = table.need[what]
    told = {"need": need.title, "wanted": need.level, "level": _named(level, table)}
    if level >= need.level:
        return Answer(allowed=True, because=why("identity_enough", **told))
    way = table.level[need.level].way
    return Answer(allowed=False, because=why("identity_not_enough", **told, way=way))


def may_tell_agent(
    authorisation: Authorisation,
    what: str,
    on: date,
    *,
    table: IdentityTable | None = None,
) -> Answer:
    """Whether ``what`` may be told to an agent of the holder on the day ``on``."""
    need = (table or our_own()).need[what]
    wanting = _wanting(authorisation, what, on)
    if need.level == LOWEST or not wanting:
        return Answer(allowed=True, because=why("agent_entitled", need=need.title))
    return Answer(allowed=False, because=why("agent_lacks", need=need.title, wanting=wanting))


def _named(level: str, table: IdentityTable) -> Reason:
    return why("identity_level", level=level, title=table.level[level].title)


def _wanting(authorisation: Authorisation, what: str, on: date) -> list[Reason]:
    expired = why("agent_expired", day=authorisation.expires_on)
    return [
        fault
        for fault, found in (
            (why("agent_without_letter"), not authorisation.letter.strip()),
            (why("agent_holder_unseen"), not authorisation.holder_document_seen),
            (why("agent_unseen"), not authorisation.agent_document_seen),
            (why("agent_out_of_scope"), what not in authorisation.scope),
            (expired, on > authorisation.expires_on),
        )
        if found
    ]
