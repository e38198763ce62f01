"""``jiesu deadline`` as a person and as a program use it."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from jiesu.config.main import main

JIESU = [sys.executable, "-c", "import sys; from jiesu.config.main import main; sys.exit(main())"]


def test_a_person_reads_the_due_day_and_its_reasons(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["deadline", "2026-09-18T17:30", "5wd"]) == 0
    said = capsys.readouterr().out
    assert "2026年9月24日 24:00（周四）" in said
    assert "9月20日（周日） 国庆节调休" in said


def test_a_program_reads_an_exact_moment(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["deadline", "2026-09-18", "15d", "--roll", "next_wd", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["due_at"] == "2026-10-09T00:00:00+08:00"
    assert answer["provisional"] is False
    assert any("顺延" in sentence for sentence in answer["because"])


def test_an_expected_date_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["deadline", "2026-12-14", "15wd"]) == 0
    assert "2027年1月5日 24:00（周二）  预计" in capsys.readouterr().out


def test_a_moment_with_an_offset_keeps_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["deadline", "2026-09-18T09:30Z", "24h", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["due_at"] == "2026-09-19T17:30:00+08:00"


def test_a_bad_line_is_answered_and_the_rest_goes_on(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = b"2026-09-18\t5wd\nsoon 5wd\n\n2026-09-18 0wd\n\xff 5wd\n2026-09-18 17:30 24h\n"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(lines)))
    assert main(["deadline", "--stdin"]) == 1
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [("error" in answer) for answer in answers] == [False, True, True, True, True, False]
    assert "soon" in answers[1]["error"]
    assert answers[5]["due_at"] == "2026-09-19T17:30:00+08:00"


def test_good_lines_end_well(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"2026-02-13 2wd")))
    assert main(["deadline", "--stdin"]) == 0
    assert json.loads(capsys.readouterr().out)["due_at"] == "2026-02-25T00:00:00+08:00"


@pytest.mark.parametrize(
    "words", [[], ["2026-09-18"], ["2026-09-18", "5x"], ["soon", "5wd"], ["1999-12-31", "5wd"]]
)
def test_an_unreadable_question_is_refused_in_chinese(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["deadline", *words]) == 2
    assert "请" in capsys.readouterr().err


@pytest.mark.parametrize("line", ["soon{long} 5wd", "2026-09-18 {long}", "{long}"])
def test_a_line_without_end_is_not_said_back_whole(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    asked = line.format(long="x" * 100_000).encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(asked)))
    assert main(["deadline", "--stdin"]) == 1
    told = json.loads(capsys.readouterr().out)["error"]
    assert "x…”" in told
    assert len(told) < 200


def test_it_needs_neither_settings_nor_a_home(tmp_path: Path) -> None:
    home = tmp_path / "home"
    env = {**os.environ, "JIESU_HOME": str(home), "JIESU_DEBUG": "nonsense"}
    words = [*JIESU, "deadline", "2026-09-18", "5wd", "--json"]
    done = subprocess.run(words, env=env, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)["provisional"] is False
    assert not home.exists()


def test_help_shows_examples(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["deadline", "--help"])
    assert "jiesu deadline 2026-09-18 5wd" in capsys.readouterr().out
