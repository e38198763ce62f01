"""All that runs by the clock, and all jobs that the worker knows.

The clock-keeper is not here: promises have their own loop (design §4).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from procrastinate import App

from jiesu.cases.recompute import recompute_job
from jiesu.cases.relocate import relocate_job
from jiesu.cases.sweeping import sweep_vault
from jiesu.cases.tally import fold_tally
from jiesu.console.together.forgetting import forget_together
from jiesu.incidents.alarms import watch_outages
from jiesu.incidents.telling import tell_job
from jiesu.kit.jobs import Job, every, know, rescue_stalled
from jiesu.people.login.sessions import clear_expired
from jiesu.portal.forgetting import forget


@dataclass(frozen=True, slots=True)
class Recurring:
    """``work`` is told the moment it fell due; ``cron`` is in UTC, eight hours behind Beijing."""

    name: str
    cron: str
    work: Callable[[datetime], object]


RECURRING = (
    Recurring("rescue", "* * * * *", rescue_stalled),
    Recurring("sessions", "17 19 * * *", clear_expired),
    Recurring("together.forget", "23 * * * *", forget_together),
    Recurring("portal.forget", "* * * * *", forget),
    Recurring("vault.sweep", "41 19 * * *", sweep_vault),
    Recurring("tally", "* * * * *", fold_tally),
    Recurring("outages.watch", "* * * * *", watch_outages),
)

JOBS: tuple[Job, ...] = (recompute_job, relocate_job, tell_job)
"""Every ``@job`` of the house: naming it here is what makes the worker know it."""


def declare(app: App) -> None:
    """Tell procrastinate all of it; settings name this function."""
    know(JOBS, app=app)
    for each in RECURRING:
        every(each.cron, f"recurring.{each.name}", each.work, app=app)
