"""A scanner that knows one virus: the harmless file by which scanners are tried (EICAR)."""

from pathlib import Path

_PARTS = (b"X5O!P%@AP[4\\PZX54(P^)7CC)7}", b"$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*")
_FIRST = 1024


def scan(path: Path) -> str:
    """The test file is found, all else passes."""
    with path.open("rb") as file:
        found = b"".join(_PARTS) in file.read(_FIRST)
    return "EICAR-Test-File" if found else ""
