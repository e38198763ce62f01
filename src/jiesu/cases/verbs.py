"""The verbs the house knows: each an action with the words it takes, registered by ``@move``."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar, get_type_hints

import msgspec

from jiesu.cases.flow import steps_of
from jiesu.cases.said import Said
from jiesu.people.actor import Actor

if TYPE_CHECKING:
    from jiesu.cases.models import Case, Entry, Proceeding


class Words(msgspec.Struct, forbid_unknown_fields=True):
    """What a verb takes. Its fields are at once the API's body and the screen's form."""


@dataclass(slots=True)
class Scene:
    """What an action sees: the locked case, who acts, when, and what was so far."""

    case: "Case"
    actor: Actor
    now: datetime
    entries: list["Entry"]
    parts: frozenset[str]
    """Parts the actor has in this case, now or earlier."""
    proceeding: "Proceeding | None" = None
    approved_by: str = ""
    """Name of the second person, when the verb needed one."""
    approver: Actor | None = None
    """The second person as an actor: limits bind approvers too."""
    how: frozenset[str] = frozenset()
    """Bounds of the permission by which the actor says the verb: ``limit``, ``simple`` … (§17)."""
    request: tuple[bytes | None, bytes | None] = (None, None)
    """Digests of the request's key and content; the first entry written carries them."""

    def last(self, verb: str) -> "Entry | None":
        """The latest entry of ``verb``."""
        return next((entry for entry in reversed(self.entries) if entry.verb == verb), None)

    def count(self, verb: str) -> int:
        """How often ``verb`` was said in the present cycle."""
        said = [entry for entry in self.entries if entry.verb == verb]
        return sum(1 for entry in said if entry.facts.get("cycle", 1) == self.case.cycle)


Act = Callable[[Scene, Any], Said]
ActT = TypeVar("ActT", bound=Act)


@dataclass(frozen=True, slots=True)
class Verb:
    """One verb: its name everywhere, the action that does it, the words it takes."""

    name: str
    act: Act
    words: type[Words]

    @property
    def machine(self) -> str:
        """The machine it moves, such as complaint or order."""
        return steps_of(self.name)[0].machine


_VERBS: dict[str, Verb] = {}


def move(act: ActT) -> ActT:
    """Register ``act`` as the verb of its own name; the type of its second argument is its words.

    Raises:
        LookupError: the flow table has no row of that name.
    """
    name = act.__name__
    if not steps_of(name):
        raise LookupError(f"{name} stands in no flow table")
    hints = list(get_type_hints(act).values())
    _VERBS[name] = Verb(name, act, hints[1])
    return act


def verb_named(name: str) -> Verb | None:
    """The verb called ``name``, or None."""
    return _VERBS.get(name)


def all_verbs() -> tuple[Verb, ...]:
    """Every verb that has an action."""
    return tuple(_VERBS.values())
