"""``jiesu archive``: what a package holds, and whether it is what the ledger says."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from cast import Cast
from jiesu.cases.archives import package_of
from jiesu.cases.intake.contact import Intake
from jiesu.cases.intake.receive import receive
from jiesu.cases.models import Case
from jiesu.cases.moves import make_move
from jiesu.cases.timed import act_on_waiting
from jiesu.config.main import main

NOW = datetime(2026, 9, 18, 9, 30, tzinfo=UTC)


@pytest.fixture
def case(cast: Cast, settings: Settings, tmp_path: Path) -> Case:
    settings.MEDIA_ROOT = tmp_path
    told = Intake(channel="hotline", description="宽带掉线一周了,没人来修。", phone="13800005678",
                  desired_outcome="修好")  # fmt: skip
    case = receive(cast.agent, told, now=NOW)
    owner = cast.owner if case.owner_id == cast.owner.staff_id else cast.second_owner
    words = {"proof": "recording", "reference": "R-1"}
    make_move(owner, case.number, "withdraw", words, now=NOW)
    act_on_waiting(NOW + timedelta(days=7))
    return Case.objects.get(pk=case.pk)


def test_it_shows_and_proves_a_package(case: Case, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["archive", "show", case.number]) == 0
    assert "ledger.jsonl" in capsys.readouterr().out
    assert main(["archive", "verify"]) == 0
    assert "已核对 1 份档案，0 份不符" in capsys.readouterr().out


def test_it_finds_a_package_that_was_touched(
    case: Case, capsys: pytest.CaptureFixture[str]
) -> None:
    package_of(case).write_bytes(b"")
    assert main(["archive", "verify", case.number]) == 1
    assert "哈希不符" in capsys.readouterr().out
