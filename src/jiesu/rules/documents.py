"""When an answer must be written (K12), and which apology it may carry (K11)."""

from typing import NamedTuple

from jiesu.rules.reason import Reason, why

REPLY, APOLOGY, AGREEMENT, DEADLOCK, DECISION, TO_BODY = "N30", "N31", "N32", "N33", "N37", "X02"


class Requirement(NamedTuple):
    """Codes of the papers without which a case cannot be closed; empty if none is needed."""

    documents: tuple[str, ...]
    because: tuple[Reason, ...]

    @property
    def written(self) -> bool:
        """Whether anything must be written; else the user's own channel will do (S18)."""
        return bool(self.documents)


class Apology(NamedTuple):
    """``courtesy`` regret admits nothing and is always allowed; ``formal`` is N31, signed."""

    courtesy: bool
    formal: bool
    because: Reason


def written_form(  # noqa: PLR0913 - the five grounds of K12, each named at the call
    *,
    substantiated: bool,
    disputed: bool,
    requested: bool,
    external: bool,
    appealed: bool,
    agreed: bool = False,
) -> Requirement:
    """Papers a case needs (K12). A PDF in the portal, told by text message, is written enough.

    ``substantiated`` includes in part. A dispute ends in an agreement or, not ``agreed``, in
    a statement of deadlock; a case handed over by a body owes that body a reply too.
    """
    grounds = (
        (substantiated, (REPLY, APOLOGY), why("written_substantiated")),
        (disputed and agreed, (REPLY, AGREEMENT), why("written_agreed")),
        (
            disputed and not agreed,
            (REPLY, DEADLOCK),
            why("written_disputed"),
        ),
        (requested, (REPLY,), why("written_requested")),
        (external, (REPLY, TO_BODY), why("written_external")),
        (appealed, (DECISION,), why("written_appealed")),
    )
    met = [(documents, because) for holds, documents, because in grounds if holds]
    codes = dict.fromkeys(code for documents, _ in met for code in documents)
    reasons = tuple(because for _, because in met) or (why("written_not_needed"),)
    return Requirement(tuple(codes), reasons)


def apology_for(*, substantiated: bool) -> Apology:
    """Which words of regret are right (K11)."""
    if substantiated:
        return Apology(courtesy=True, formal=True, because=why("apology_formal"))
    return Apology(courtesy=True, formal=False, because=why("apology_courtesy"))
