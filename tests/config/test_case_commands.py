"""``jiesu verify``, ``rebuild``, ``case show`` and ``export cases``."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection

from cast import Cast
from jiesu.cases.intake.contact import Intake
from jiesu.cases.intake.receive import receive
from jiesu.cases.models import Case
from jiesu.cases.moves import make_move
from jiesu.config.main import main

NOW = datetime(2026, 9, 18, 9, 30, tzinfo=UTC)
SLOW = Intake(
    channel="hotline",
    description="家里宽带网速很慢,签约三百兆,有线测速只有六十兆,已经一周了。",
    desired_outcome="修好网速,退这一周的费用",
    name="孙女士",
    phone="13800005678",
    region="440100",
)
Caught = pytest.CaptureFixture[str]


@pytest.fixture
def case(cast: Cast) -> Case:
    made = receive(cast.agent, SLOW, now=NOW)
    make_move(cast.agent, made.number, "annotate", {"text": "已致电"}, now=NOW)
    receive(cast.agent, SLOW, now=NOW)
    return made


def tamper(statement: str) -> None:
    """Change the ledger as only the owner of the database could."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE cases_entry DISABLE TRIGGER cases_entry_is_kept")
        cursor.execute(statement)
        cursor.execute("ALTER TABLE cases_entry ENABLE TRIGGER cases_entry_is_kept")


@pytest.mark.usefixtures("case")
def test_sound_ledgers_are_proven(capsys: Caught) -> None:
    assert main(["verify"]) == 0
    assert "2 件" in capsys.readouterr().out
    assert main(["verify", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"cases": 2, "broken": []}


@pytest.mark.parametrize(
    ("statement", "seq"),
    [
        ("UPDATE cases_entry SET by_kind = 'system' WHERE verb = 'annotate'", 3),
        ("UPDATE cases_entry SET facts = '{}' WHERE seq = 1", 1),
        ("UPDATE cases_entry SET secret = secret || '\\x00' WHERE verb = 'annotate'", 3),
        ("DELETE FROM cases_entry WHERE seq = 2", 2),
        ("DELETE FROM cases_entry WHERE verb = 'annotate'", 2),
    ],
)
def test_a_ledger_that_was_changed_is_named_with_its_first_line(
    case: Case, capsys: Caught, statement: str, seq: int
) -> None:
    tamper(f"{statement} AND case_id = {case.id}")
    for words in (["verify", "--json"], ["verify", case.number, "--json"]):
        assert main(words) == 1
        broken = json.loads(capsys.readouterr().out)["broken"]
        assert [(one["number"], one["seq"]) for one in broken] == [(case.number, seq)]
    assert main(["verify"]) == 1
    assert case.number in capsys.readouterr().out


@pytest.mark.usefixtures("case")
def test_an_unknown_number_is_said_so(capsys: Caught) -> None:
    for words in (["verify", "TS0"], ["rebuild", "TS0"], ["case", "show", "TS0"]):
        assert main(words) == 2
        assert "TS0" in capsys.readouterr().err


def test_rebuilding_puts_right_what_differs_from_the_ledger(case: Case, capsys: Caught) -> None:
    assert main(["rebuild", "--check", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"cases": 2, "differences": {}}
    Case.objects.filter(pk=case.pk).update(state="CLOSED", owner=None)
    assert main(["rebuild", "--check"]) == 1
    assert case.number in capsys.readouterr().out
    assert Case.objects.get(pk=case.pk).state == "CLOSED"
    assert main(["rebuild", case.number, "--json"]) == 0
    assert list(json.loads(capsys.readouterr().out)["differences"]) == [case.number]
    assert Case.objects.get(pk=case.pk).state == "REGISTERED"
    assert main(["rebuild", "--check"]) == 0


def test_a_case_is_shown_to_people_and_programs_masked(case: Case, capsys: Caught) -> None:
    assert main(["case", "show", case.number]) == 0
    shown = capsys.readouterr().out
    assert case.number in shown
    assert "138****5678" in shown
    assert main(["case", "show", case.number, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [line["verb"] for line in told["ledger"]] == ["receive", "register", "annotate"]
    assert "13800005678" not in json.dumps(told)


def test_cases_are_exported_a_line_each_and_masked(
    case: Case, capsysbinary: pytest.CaptureFixture[bytes], tmp_path: Path
) -> None:
    assert main(["export", "cases"]) == 0
    lines = capsysbinary.readouterr().out.splitlines()
    assert json.loads(lines[0])["number"] == case.number
    assert len(lines) == 2
    path = tmp_path / "cases.jsonl"
    assert main(["export", "cases", "--to", str(path), "--include", "ledger,messages"]) == 0
    written = path.read_text("utf-8")
    assert "13800005678" not in written
    assert json.loads(written.splitlines()[0])["ledger"][2]["verb"] == "annotate"
    assert main(["export", "cases", "--include", "diary"]) == 2


@pytest.mark.usefixtures("case")
def test_rebuild_puts_the_counters_right_too(capsys: Caught) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM cases_tally")
    assert main(["rebuild", "--check", "--json"]) == 1
    assert "tally" in json.loads(capsys.readouterr().out)["differences"]
    assert main(["rebuild"]) == 0
    assert main(["rebuild", "--check"]) == 0
