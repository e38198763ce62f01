"""Places of an outage and addresses of lines, written so that one can stand in the other."""

import re
import unicodedata

from jiesu.kit.text import one_line

_NUMBER = re.compile("[0-9]+")


def sought(text: str) -> str:
    """Write a place or an address as it is compared: half width, small letters, nothing unseen.

    Numbers stand in brackets, ``[3]号楼``: no. 3 does not stand in no. 13.
    """
    plain = "".join(one_line(unicodedata.normalize("NFKC", text).casefold()).split())
    return _NUMBER.sub(r"[\g<0>]", plain)


def stands_in(places: list[str], address: str) -> bool:
    """Whether one of ``places`` stands in ``address``; both written as ``sought`` writes them."""
    return any(place in address for place in places)
