"""Every way out of the house: a folder in ``channels/`` with an ``outbound.py`` is a carrier."""

import importlib
import pkgutil
from functools import cache
from importlib.util import find_spec

from jiesu import channels
from jiesu.cases.post import Carrier


@cache
def carriers() -> tuple[Carrier, ...]:
    """All carriers, in the order of their names."""
    names = [
        f"{channels.__name__}.{m.name}.outbound"
        for m in pkgutil.iter_modules(channels.__path__)
        if m.ispkg
    ]
    return tuple(importlib.import_module(name).CARRIER for name in names if find_spec(name))
