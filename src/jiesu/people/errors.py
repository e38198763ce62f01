"""What this floor answers when it will not do something."""


class RefusedError(Exception):
    """An act that the rules forbid; the message tells the person why, and nothing was changed."""
