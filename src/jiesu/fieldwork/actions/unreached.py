"""Nobody answers the technician's call: what is written, and when it is tried again (FS1, FS3)."""

from datetime import datetime, time, timedelta

from jiesu.cases.said import Letter, Said
from jiesu.cases.verbs import Scene, Words, move
from jiesu.cases.words import Line
from jiesu.fieldwork import flow  # noqa: F401 - enrols the machine before its verbs
from jiesu.fieldwork.scene import order_of, relay, visitor
from jiesu.rules.workdays.shanghai import ONE_DAY, SHANGHAI, day_of, said

EVENING = time(18)
"""Until when the customer is tried again, the same day or the next (FS3)."""
ROOM = timedelta(minutes=30)
"""Less than this before the evening there is no time to try again, so the next day's counts."""


class MissedCall(Words):
    """The call that nobody answered."""

    event: Line
    """Identifier of the call in the telephone system."""


@move
def order_miss(scene: Scene, words: MissedCall) -> Said:
    """Not answered: the customer reads who called and until when we try again (S101, FS3)."""
    again = evening_after(scene.now)
    window = {"window_end": again.isoformat()}
    first = all(day_of(at) != day_of(scene.now) for at in missed(scene))
    return Said(
        facts=window,
        add={"misses": {"at": scene.now.isoformat()}},
        secret={"event": words.event},
        letters=[Letter("N18", _news(scene, again))] if first else [],
    )


def missed(scene: Scene) -> list[datetime]:
    """When the customer was called in vain about this order, oldest first."""
    return [datetime.fromisoformat(one["at"]) for one in order_of(scene).record.get("misses", [])]


def evening_after(now: datetime) -> datetime:
    """18:00 in Shanghai, of today or, when it is too late for that, of tomorrow."""
    evening = datetime.combine(day_of(now), EVENING, SHANGHAI)
    return evening if now + ROOM <= evening else evening + ONE_DAY


def _news(scene: Scene, again: datetime) -> dict[str, str]:
    who = visitor(scene)
    name = f"{who['tech']}，工号{who['work_no']}，电话{relay(scene)}"
    return {
        "reason": "致电未能接通",
        "old_window": "预约时间",
        "new_window": f"{said(again)}前（{name}）",
    }
