"""What a user's pressing does (§15.3). Pressing is always allowed and always recorded."""

from dataclasses import dataclass

from jiesu.rules.repeats.book import RepeatBook


@dataclass(frozen=True, slots=True)
class ExpediteEffect:
    """What follows from an expedite."""

    template: str
    """N13 tells where things stand and when the limit is; N14 tells that we hurry."""
    level: str
    """Level of the ladder called; empty for none."""
    because: str
    starts_clock: bool = False
    """Whether the technician must now make contact within the EXPEDITE clock."""


def effect_of_expedite(number: int, *, limit_exceeded: bool, book: RepeatBook) -> ExpediteEffect:
    """Say what the expedite of this number does.

    Before the limit a first one is answered by N13 alone; from the second on a superior is
    called either way (T34), because a user who presses twice has not been told enough.
    """
    level = max((each.level for each in book.expedite if number >= each.since), default="")
    if limit_exceeded:
        return ExpediteEffect("N14", level, f"已超时限，第{number}次催办", starts_clock=True)
    if number == 1:
        return ExpediteEffect("N13", "", "未超时限，告知当前进展和时限")
    return ExpediteEffect("N13", level, f"未超时限，但已第{number}次催办，报上级关注")
