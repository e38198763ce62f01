"""Finds what lies in a folder: one file, one thing; nothing has to be listed twice."""

import importlib
import pkgutil
from types import ModuleType


def load_all(package: str) -> list[ModuleType]:
    """Import every module directly inside ``package`` and return them in the order of names."""
    home = importlib.import_module(package)
    names = sorted(module.name for module in pkgutil.iter_modules(home.__path__))
    return [importlib.import_module(f"{package}.{name}") for name in names]
