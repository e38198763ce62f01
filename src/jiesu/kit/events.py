"""Upward talk: a lower floor publishes what happened, the roof says who listens.

Who listens to what is one table, ``config/reactions.py``. Handlers run at once and in the
publisher's transaction: what they write stands or falls with the fact itself. What may wait or fail
on its own (mail, a call to another system) is a job that the handler queues.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction

Handler = Callable[[Any], None]
_listeners: dict[type, tuple[Handler, ...]] = {}


def publish(event: object) -> None:
    """Tell every listener of this type of event, in the order of the table.

    Raises RuntimeError outside a transaction: a reaction could be kept and its cause lost.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(f"{type(event).__name__} was published outside a transaction.")
    for listener in _listeners.get(type(event), ()):
        listener(event)


def wire(table: Mapping[type, tuple[Handler, ...]]) -> None:
    """Make ``table`` the only one that says who listens; doing it twice is doing it once."""
    _listeners.clear()
    _listeners.update(table)


def listeners() -> Mapping[type, tuple[Handler, ...]]:
    """The table in force."""
    return dict(_listeners)
