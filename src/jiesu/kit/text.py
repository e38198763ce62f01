"""Text as people write it: without the characters that no pen writes."""

from typing import Any

MOST_SAID_BACK = 40
"""Signs enough to find the place."""
_KEPT = frozenset("\n\t")


def clean(text: str) -> str:
    """The text without control characters (NUL and the like); line breaks and tabs stay."""
    if text.isprintable():
        return text
    return "".join(c for c in text if c in _KEPT or (c >= " " and not "\x7f" <= c <= "\x9f"))


def one_line(text: str) -> str:
    """The text on one line, without signs nobody sees: some turn round all that follows them."""
    return " ".join("".join(c if c.isprintable() else " " * c.isspace() for c in text).split())


def shortened(text: str, most: int = MOST_SAID_BACK) -> str:
    """The beginning of what somebody typed, to be said back in a sentence about it."""
    return text if len(text) <= most else f"{text[:most]}…"


def says_something(text: str) -> bool:
    """Whether a reader sees anything; blanks and signs without width say nothing."""
    return any(not c.isspace() and c.isprintable() for c in text)


def clean_all(told: Any) -> Any:
    """JSON with every text in it clean, keys too."""
    if isinstance(told, str):
        return clean(told)
    if isinstance(told, dict):
        return {clean_all(key): clean_all(value) for key, value in told.items()}
    if isinstance(told, list):
        return [clean_all(item) for item in told]
    return told
