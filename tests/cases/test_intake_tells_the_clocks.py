"""Facts of a contact that only the clocks read: transfers, the end of a call, earlier reports."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from cast import Cast
from jiesu.cases.intake.contact import Intake
from jiesu.cases.intake.receive import receive
from jiesu.cases.models import PromiseRow

NOW = datetime(2026, 9, 18, 9, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
DOWN = Intake(
    channel="hotline",
    description="宽带从昨天开始完全断网,光猫闪红灯,报修后没有人来。",
    phone="13800005678",
    category="N-01-01",
    region="440100",
)


@dataclass
class Told:
    """One more thing told, and the clock of a pack that it moves."""

    words: dict[str, object]
    pack: str
    clock: str
    started_at: datetime


@pytest.mark.parametrize(
    "told",
    [
        Told(
            {"fault_reported_at": NOW - 20 * HOUR}, "CN-NATIONAL", "FAULT_REPAIR", NOW - 20 * HOUR
        ),
        Told(
            {"contact_ended_at": NOW - HOUR / 60}, "INTERNAL-TARGETS", "REGISTER", NOW - HOUR / 60
        ),
        Told(
            {"channel": "miit", "external_source": "miit", "filed_at": NOW - 30 * HOUR},
            "MIIT-35",
            "AUTHORITY_ACCEPT",
            NOW - 30 * HOUR,
        ),
    ],
    ids=["fault", "call", "transfer"],
)
def test_a_clock_runs_from_what_the_contact_tells(cast: Cast, told: Told) -> None:
    intake = msgspec.structs.replace(DOWN, **told.words)
    case = receive(cast.liaison, intake, now=NOW)
    row = PromiseRow.objects.get(case=case, pack=told.pack, clock=told.clock)
    assert row.started_at == told.started_at


def test_the_procedure_of_a_transfer_chooses_its_rule(cast: Cast) -> None:
    transferred = msgspec.structs.replace(
        DOWN, channel="g12315", external_source="g12315", procedure="ODR"
    )
    case = receive(cast.liaison, transferred, now=NOW)
    assert PromiseRow.objects.filter(case=case, pack="12315-2026", clock="ODR_12315").exists()
