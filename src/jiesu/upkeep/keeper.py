"""The clock-keeper: acts on every promise the moment it falls due (design §4, C11, C12).

Any number may run: due rows are claimed with SKIP LOCKED. It costs by what is due, never by what is
open; nothing due is left for a later turn because there was much of it.
"""

from collections.abc import Callable
from datetime import datetime

import structlog

from jiesu.cases.alarms import Round, act_on_due, next_moment
from jiesu.cases.timed import TimedAct, act_on_waiting, next_wait
from jiesu.upkeep.tireless import BREATHER, Tireless

CHANNEL = "jiesu_clock"
_log = structlog.get_logger()


def clock_keeper(told: Callable[[Round], None], *, batch: int = 200) -> Tireless:
    """The loop; ``told`` hears of every round."""

    def work(now: datetime) -> datetime | None:
        return turn(now, told, batch)

    return Tireless("keeper", (CHANNEL,), work)


def turn(now: datetime, told: Callable[[Round], None], batch: int = 200) -> datetime | None:
    """Act on one batch and one timed act due by ``now``; return when there is more to do.

    Promises come first: however many timed acts wait, a breach is noticed after one of them.
    """
    done = act_on_due(now, batch)
    told(done)
    act = act_on_waiting(now)
    if act:
        _note(act)
    following = min(filter(None, (next_moment(), next_wait())), default=None)
    if following is None or following > now or done.alarms or act:
        return following
    return now + BREATHER  # what is due is in the hands of others


def _note(act: TimedAct) -> None:
    if act.refused:
        _log.warning("keeper.put_off", case=act.number, verb=act.verb, why=act.refused)
    else:
        _log.info("keeper.went_on", case=act.number, verb=act.verb)
