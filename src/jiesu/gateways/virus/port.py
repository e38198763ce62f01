"""What a scanner does, and which one this installation has."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from jiesu.gateways.virus import clamd, pretend

Scan = Callable[[Path], str]
"""Name of what was found in the file, empty if nothing. Raises ScannerAway."""


def scanner(name: str) -> Scan:
    """The scanner that ``name`` tells: ``pretend``, ``clamd:/path/to.socket``, ``clamd:host:port``.

    Raises ValueError for anything else.
    """
    if name == "pretend":
        return pretend.scan
    kind, _, address = name.partition(":")
    if kind != "clamd" or not address:
        raise ValueError(f"不认识的病毒扫描设置“{name}”，没有扫描。请写 pretend 或 clamd:地址。")
    return partial(clamd.scan, address)
