"""The style sheets of every page, one a component in the order they are laid, and its scripts."""

STYLES = (
    "tokens",
    "base",
    "shell",
    "button",
    "field",
    "notice",
    "badge",
    "card",
    "table",
    "tabs",
    "timeline",
    "event",
    "clock",
    "countdown",
    "promise",
    "facts",
    "empty",
    "pages",
    "fold",
    "year",
    "pick",
    "reference",
    "journey",
    "paper",
    "faults",
    "answers",
    "course",
    "scale",
    "pieces",
    "viewer",
    "graph",
    "beside",
    "counters",
    "hits",
    "script",
    "snippet",
    "ring",
)
BEHAVIOURS = ("once", "unsaved", "keys", "countdown")
CUSTOMER_BEHAVIOURS = ("kept", "upload", "once", "faults")
"""What customers' screens run instead: text is kept, so nobody need be held back."""
_STAFF_ONLY = frozenset(
    {
        "table",
        "tabs",
        "year",
        "clock",
        "countdown",
        "promise",
        "empty",
        "pages",
        "viewer",
        "graph",
        "beside",
        "counters",
        "hits",
        "script",
        "snippet",
        "ring",
    }
)
CUSTOMER_STYLES = tuple(name for name in STYLES if name not in _STAFF_ONLY)
"""What customers' screens are drawn with."""
