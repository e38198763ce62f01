"""Places of an outage and addresses of lines, written so that one can stand in the other."""

import unicodedata


def sought(text: str) -> str:
    """Write a place or an address as it is compared: half width, small letters, no blanks."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def stands_in(places: list[str], address: str) -> bool:
    """Whether one of ``places`` stands in ``address``; both written as ``sought`` writes them."""
    return any(place in address for place in places)
