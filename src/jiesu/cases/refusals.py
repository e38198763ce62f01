"""Why a move was refused: each says what happened, what was kept, what to do next."""

from dataclasses import dataclass


class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not a failure
    """A move that was not made; nothing was written. ``sentence`` is for the person who asked."""

    code = "refused"
    status = 409

    def __init__(self, sentence: str, **told: object) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.told = told


class UnknownCase(Refusal):
    """There is no such case for this actor; a stranger learns no more than that."""

    code = "unknown-case"
    status = 404


class NotAllowed(Refusal):
    """The actor sees the case but may not say this verb (§17)."""

    code = "not-allowed"
    status = 403


class LookedTooOften(Refusal):
    """So much was revealed that a limit of §17 is reached; the audit keeps that it was tried."""

    code = "too-many-reveals"
    status = 429


class WrongState(Refusal):
    """The flow table has no such step from the present state."""

    code = "wrong-state"


class StaleVersion(Refusal):
    """Somebody moved the case since the actor read it."""

    code = "stale-version"
    status = 412


class KeyReused(Refusal):
    """The Idempotency-Key came before with another request."""

    code = "key-reused"
    status = 422


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one field of a verb's form."""

    field: str
    sentence: str


class Unfit(Refusal):
    """The words of the verb do not do: ``faults`` names each field and why."""

    code = "unfit"
    status = 422

    def __init__(self, sentence: str, *faults: Fault) -> None:
        super().__init__(sentence)
        self.faults = faults


def unfit(field_name: str, sentence: str) -> Unfit:
    """One field is wrong; the sentence is both the headline and the field's."""
    return Unfit(sentence, Fault(field_name, sentence))
