"""Who is called when a user presses (§15.3). Pressing is always allowed and always recorded."""

from jiesu.rules.repeats.book import RepeatBook


def level_called(number: int, *, limit_exceeded: bool, book: RepeatBook) -> str:
    """Level of the ladder that the expedite of this number calls; empty for none.

    A first one before the limit is only answered; from the second on a superior is called either
    way (T34), because a user who presses twice has not been told enough.
    """
    if number == 1 and not limit_exceeded:
        return ""
    return max((each.level for each in book.expedite if number >= each.since), default="")
