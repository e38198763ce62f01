"""How far somebody has proved who they are, and what may be told then (§12.2, S24)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from jiesu.rules.answer import Answer
from jiesu.rules.identity.table import IdentityTable, our_own

LOWEST = "L0"


@dataclass(frozen=True, slots=True)
class Standing:
    """A level and the proofs it rests on."""

    level: str
    because: str


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
    reached = [
        (table.proof[proof].level, table.proof[proof].zh)
        for proof in proofs
        if proof not in table.knowledge.pieces
    ]
    known = [table.knowledge.pieces[piece] for piece in table.knowledge.pieces if piece in proofs]
    if len(known) >= table.knowledge.needed:
        reached.append((table.knowledge.level, f"核对{'、'.join(known)}"))
    if not reached:
        return Standing(LOWEST, f"没有足够的核实，为{LOWEST}（{table.level[LOWEST].zh}）。")
    level, how = max(reached)
    return Standing(level, f"依据{how}，为{level}（{table.level[level].zh}）。")


def may_tell(level: str, what: str, *, table: IdentityTable | None = None) -> Answer:
    """Whether ``what`` may be told to, or done for, somebody at ``level``.

    At L1 only the case of that very contact is meant. KeyError for an unknown level or need.
    """
    table = table or our_own()
    need, reached = table.need[what], table.level[level]
    if level >= need.level:
        return Answer(
            allowed=True, because=f"{need.zh}需{need.level}，对方为{level}（{reached.zh}）。"
        )
    return Answer(
        allowed=False,
        because=f"{need.zh}需{need.level}，对方仅为{level}（{reached.zh}），未告知。"
        f"可{table.level[need.level].reached_by}后继续。",
    )


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
        return Answer(allowed=True, because=f"{need.zh}：授权齐全且在范围和期限之内。")
    return Answer(allowed=False, because=f"{need.zh}未办理：{'、'.join(wanting)}。请补齐后再来。")


def _wanting(authorisation: Authorisation, what: str, on: date) -> list[str]:
    return [
        fault
        for fault, found in (
            ("缺授权书", not authorisation.letter.strip()),
            ("未核验机主证件", not authorisation.holder_document_seen),
            ("未核验代办人证件", not authorisation.agent_document_seen),
            ("不在授权范围", what not in authorisation.scope),
            (f"授权已于{authorisation.expires_on}到期", on > authorisation.expires_on),
        )
        if found
    ]
