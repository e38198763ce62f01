"""What the log says, and what it must not say."""

import json
import logging

import pytest
import structlog

from jiesu.config import logs


def _lines(capture: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capture.readouterr().err.splitlines()]


@pytest.fixture(autouse=True)
def _pipe(capsys: pytest.CaptureFixture[str]) -> None:
    assert capsys
    logs.configure({"level": "INFO"})


def test_a_line_is_json_with_level_time_and_name(capsys: pytest.CaptureFixture[str]) -> None:
    structlog.get_logger("here").info("case.received", case=7)
    (line,) = _lines(capsys)
    assert line["event"] == "case.received"
    assert line["case"] == 7
    assert line["level"] == "info"
    assert line["logger"] == "here"
    assert str(line["timestamp"]).endswith("Z")


@pytest.mark.parametrize(
    "number",
    [
        "13912345678",
        "+8613912345678",
        "139 1234 5678",
        "139.1234.5678",
        "139－1234－5678",
        "11010519491231002X",
        "0759-2345678",
        "6222021234567890123",
        "6222 0212 3456 7890 123",
        "sun@example.cn",
    ],
)
def test_numbers_of_people_are_masked_even_in_a_library_s_line(
    number: str, capsys: pytest.CaptureFixture[str]
) -> None:
    logging.getLogger("some.library").warning("dialled %s", number)
    structlog.get_logger().info("nested", deep={"list": [number]})
    assert number not in json.dumps(_lines(capsys), ensure_ascii=False)


def test_a_traceback_is_masked_too(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        int("x13912345678")
    except ValueError:
        logging.getLogger("x").exception("failed")
    (line,) = _lines(capsys)
    assert "x***" in str(line["exception"])


def test_a_case_number_is_left_alone(capsys: pytest.CaptureFixture[str]) -> None:
    structlog.get_logger().info("seen", no="TS2026112400017", digits="2026112400017")
    (line,) = _lines(capsys)
    assert line["no"] == "TS2026112400017"
    assert line["digits"] == "2026112400017"


@pytest.mark.parametrize(
    "detail",
    [
        "DETAIL:  Failing row contains (7, TS1, 孙丽华, 幸福小区).",
        "详细信息:  失败, 行包含(7, TS1, 孙丽华, 幸福小区)。",
        'CONTEXT:  COPY cases_case, line 1, column subject: "孙丽华"',
    ],
)
def test_a_row_that_the_database_refused_is_told_without_what_it_holds(
    detail: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """§18: PostgreSQL repeats the row it refuses, names and texts and all."""
    refused = f'new row for relation "cases_case" violates check constraint "state"\n{detail}'
    error = ValueError(refused)
    structlog.get_logger().error("api", why=str(error), exc_info=error)
    (line,) = _lines(capsys)
    assert "孙丽华" not in json.dumps(line, ensure_ascii=False)
    assert "violates check constraint" in str(line["why"])
    assert "violates check constraint" in str(line["exception"])
