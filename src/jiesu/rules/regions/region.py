"""Asks of a code of GB/T 2260 whether it can be one: six digits in a division that exists.

Counties are renamed, merged and made every year; the provinces they lie in are not. The book knows
those, so that a slip of the pen is caught and the code of a new county is not.
"""

import re
import tomllib
from functools import cache
from pathlib import Path

_CODE = re.compile(r"[0-9]{6}")
_PROVINCE_DIGITS = 2


@cache
def provinces() -> dict[str, str]:
    """The divisions of the first level by their two digits."""
    told = tomllib.loads(Path(__file__).with_name("provinces.toml").read_text("utf-8"))
    return {str(code): str(name) for code, name in told["province"].items()}


def region_known(code: str) -> bool:
    """Ask whether ``code`` is six digits that begin with those of a province."""
    return bool(_CODE.fullmatch(code)) and code[:_PROVINCE_DIGITS] in provinces()
