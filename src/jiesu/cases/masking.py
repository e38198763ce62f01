"""What of a case somebody is shown: particulars, numbers in texts, single scores (§7, §17, §18).

Every representation asks here: the API's sheet, the console's page. Identity numbers stay covered
for all staff: seeing one takes a second person (``see_id_number``).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from jiesu.cases.book import repeats
from jiesu.cases.quality import FACTS_TELLING_QUALITY, may_know_quality, tells_quality
from jiesu.kit.masks import mask_identities, mask_text
from jiesu.kit.sealed import unseal_json
from jiesu.people.access import may
from jiesu.people.actor import Actor
from jiesu.people.unmasking import unmasking

PARTICULARS: Final = frozenset({"name", "phone", "email", "account", "address", "handle"})
TEXT: Final = "text"
"""What ``reveal`` calls the free text of the complaint, apart from its particulars."""
TELLING_SCORES: Final = frozenset({"score"})
"""Verbs and entries of the record that tell what somebody scored."""
SECRETS_TELLING_SCORES: Final = frozenset({"low_score_handling"})
"""What closing keeps sealed about a low score."""
PROSE: Final = frozenset(
    {
        "after", "answers", "authority", "basis", "because", "before", "body", "by_hand",
        "claim", "confirmed_by", "contact", "done", "done_by", "event", "evidence", "items",
        "measured", "method", "metric", "note", "parts", "proof", "purpose", "reason", "receipt",
        "reference", "result", "title",
    }
)  # fmt: skip
"""What people write as they like is sealed; ledgers of old have it among the facts under these
names, and a number in it is covered as in any free text (§18)."""
LETTERS_TELLING_SCORES: Final = frozenset({"N42"})
"""Letters written because of a low score."""
TELLING_LABELS: Final = frozenset({"flag_malice", "decide_malice"})
"""Verbs that tell of a suspicion of malice, said or asked for (§15.4)."""
RECORDS_TELLING_LABELS: Final = frozenset({"malice"})
LETTERS_TELLING_LABELS: Final = frozenset({"N60"})
"""What the customer is told of it; staff who do not decide do not read it."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What may be shown at once, before any reveal."""

    plain: frozenset[str]
    """Particulars shown in full."""
    cover: Callable[[str], str]
    """Covers the numbers of a free text as far as this person must not see them."""
    scores: bool
    """Whether single scores are shown."""
    labels: bool = False
    """Whether a suspicion of malice is shown: to those alone who decide about it (§15.4)."""
    quality: bool = False
    """Whether quality cases about the handling are shown (§7)."""
    quality_cases: frozenset[str] = frozenset()
    """Numbers of those cases, where they are not shown."""

    def tells(self, verb: str, facts: dict[str, Any]) -> bool:
        """Whether an entry of ``verb`` may be told at all."""
        if tells_quality(facts, self.quality_cases):
            return False
        return self.labels or not TELLING_LABELS & {verb, str(facts.get("verb", ""))}

    def facts(self, told: dict[str, Any]) -> dict[str, Any]:
        """The facts of a score without what they tell of coaching."""
        if self.quality:
            return told
        return {name: value for name, value in told.items() if name not in FACTS_TELLING_QUALITY}


def prose_covered(told: Any, cover: Callable[[str], str], *, prose: bool = False) -> Any:
    """Facts or a record with the numbers covered that people wrote among their words."""
    match told:
        case dict():
            return {
                name: prose_covered(value, cover, prose=name in PROSE)
                for name, value in told.items()
            }
        case list():
            return [prose_covered(one, cover, prose=prose) for one in told]
        case str() if prose:
            return cover(told)
        case _:
            return told


def shown_to(actor: Actor, *, unit_path: str, parts: frozenset[str], ended: bool) -> Shown:
    """Tell what ``actor`` is shown of a case that he may see; ``ended``: whether it is closed."""
    how = unmasking(actor, unit_path=unit_path, parts=parts)
    scores = may(actor, "see_scores", unit_path=unit_path, parts=parts)
    plain = PARTICULARS if how.plain else frozenset()
    if how.address and "order_open" in parts:
        plain |= {"address"}
    return Shown(
        plain,
        _cover(actor, plain=how.plain),
        scores.allowed and (ended or "after_close" not in scores.how),
        may_know_labels(actor, unit_path),
        may_know_quality(actor, unit_path, parts),
    )


def may_know_labels(actor: Actor, unit_path: str) -> bool:
    """Whether the actor decides about labels of malice there: legal counsel, service manager."""
    deciders = set(repeats().malice.visible_to)
    return actor.kind == "staff" and bool(deciders & actor.roles_over(unit_path))


def revealed(
    secret: bytes | memoryview | None, texts: dict[str, str], fields: list[str]
) -> dict[str, str]:
    """The ``fields`` of a reveal in full: particulars from ``secret``, and ``texts`` if asked."""
    known: dict[str, Any] = unseal_json(bytes(secret)) if secret else {}
    told = {name: known[name] for name in fields if known.get(name)}
    if TEXT in fields:
        told |= {name: mask_identities(text) for name, text in texts.items() if text}
    return told


def _cover(actor: Actor, *, plain: bool) -> Callable[[str], str]:
    if actor.kind == "customer":
        return str
    return mask_identities if plain else mask_text
