"""New rows in memory at a quarter of the constructor's cost: intake makes six for every letter."""

from functools import cache
from typing import Any, TypeVar

from django.db.models import Model
from django.db.models.base import ModelState

ModelT = TypeVar("ModelT", bound=Model)


def made(model: type[ModelT], **columns: Any) -> ModelT:
    """What ``model(**columns)`` makes, for columns named as in the database (``owner_id``).

    The row is filled as Django itself fills it when it unpickles one; names are not checked.
    """
    blank, fresh = _blank(model)
    row = model.__new__(model)
    told = {**blank, **columns, "_state": ModelState()}
    for name, make in fresh:
        if name not in columns:
            told[name] = make()
    row.__dict__ = told
    return row


@cache
def _blank(model: type[Model]) -> tuple[dict[str, Any], tuple[tuple[str, type], ...]]:
    """Values of an empty row, and those that every row needs a new one of."""
    values = {
        field.attname: field.get_default()
        for field in model._meta.concrete_fields  # noqa: SLF001 - Django's documented Model._meta
    }
    fresh = {name: type(value) for name, value in values.items() if isinstance(value, dict | list)}
    kept = {name: value for name, value in values.items() if name not in fresh}
    return kept, tuple(fresh.items())
