"""What is said when a promise breaks: to the customer, and up the ladder (§10, §11.5)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from jiesu.cases.chain import instant
from jiesu.cases.climbing import called
from jiesu.cases.falls import Fall, rung
from jiesu.cases.models import Case
from jiesu.cases.said import Letter, Said
from jiesu.rules.escalation import Step
from jiesu.rules.letters.quiet import QuietHours
from jiesu.rules.reason import why
from jiesu.rules.workdays.shanghai import said

TIME_TO_CALL = timedelta(hours=24)
"""How soon the owner calls a customer whom we did not answer in time (N46)."""
REMEDIES = "直接向通信管理局申诉"


@dataclass(frozen=True, slots=True)
class Call:
    """A call to a rung not reached before, and the fall that made it."""

    step: Step
    fall: Fall

    def said(self, case: Case, now: datetime) -> Said:
        """The escalation (T34), with the note that the one called finds in the work list."""
        row, step = self.fall.row, self.step
        told = {"clock": row.clock, "pack": row.pack, "anchor": row.anchor}
        about = replace(step, because=why("clock_reached", clock=row.clock, because=step.because))
        return called(case, about, now, said(row.due_at), **told)


def call_up(case: Case, falls: Sequence[Fall]) -> Call | None:
    """The highest rung that ``falls`` reach, if the case has not reached it before."""
    calls = [Call(step, fall) for fall in falls if (step := rung(fall))]
    highest = max(calls, key=lambda call: call.step.level, default=None)
    if highest and highest.step.level > case.record.get("escalated", ""):
        return highest
    return None


def tell_breach(fall: Fall, letters: Sequence[Letter] = ()) -> Said:
    """The entry for a broken promise, dated at the moment it fell due (house rule 15)."""
    row = fall.row
    told = {
        "clock": row.clock,
        "pack": row.pack,
        "anchor": row.anchor,
        "layer": row.layer,
        "due_at": instant(row.due_at),
    }
    return Said(
        facts=dict(told), add={"breaches": told}, happened_at=row.due_at, letters=list(letters)
    )


def letters_of_breach(case: Case, fall: Fall, now: datetime) -> list[Letter]:
    """What the customer reads about it, once a clock: of the repair N27, of the answer N46."""
    row = fall.row
    if row.stopped_at is not None or not row.binding or _told_before(case, fall):
        return []
    if row.clock == "FAULT_REPAIR":
        return [Letter("N27", _of_repair(fall))]
    if row.clock == "ANSWER":
        return [Letter("N46", _of_answer(fall, now))]
    return []


def _told_before(case: Case, fall: Fall) -> bool:
    """Whether another pack's promise of the same kind broke before in this cycle."""
    return any(
        told["clock"] == fall.row.clock and told["anchor"] == fall.row.anchor
        for told in case.record.get("breaches", ())
    )


def _of_repair(fall: Fall) -> dict[str, str]:
    hours = int((fall.row.original_due_at - fall.row.started_at).total_seconds()) // 3600
    return {"hours": str(hours), "action": "升级督办", "eta": "24小时内由专人告知恢复时间"}


def _of_answer(fall: Fall, now: datetime) -> dict[str, str]:
    return {
        "due": said(fall.row.due_at),
        "new": said(QuietHours().last_awake(now + TIME_TO_CALL)),
        "remedies_short": REMEDIES,
    }
