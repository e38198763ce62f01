"""A notice of holidays is read whole or refused whole, in words that tell what to mend (C1)."""

import re
from datetime import date

import pytest

from jiesu.rules.wording import Teller
from jiesu.rules.workdays.importing import UnreadableDaysError, parse_days
from rules.saying import said

SOURCE = "国办发明电〔2026〕示例号"
NEW_YEAR = '{"date": "2027-01-01", "kind": "STATUTORY"'


def refused(text: str, source: str = SOURCE) -> str:
    """Why ``text`` is refused; whoever reads English was told it in English."""
    with pytest.raises(UnreadableDaysError) as refusal:
        parse_days(text, source)
    return said(refusal.value.because)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "表头"),
        ("日期,类型\n", "没有读到任何一天"),
        ("day,what\n2027-01-01,STATUTORY\n", "第 1 行.*表头"),
        ("日期;类型\n2027-01-01;STATUTORY\n", "第 1 行.*逗号.*表头"),
        ("date,kind\n2027-01-01,STATUTORY\n2027-02-30,STATUTORY\n", "第 3 行：日期“2027-02-30”"),
        ("date,kind\n2027-01-01,HOLIDAY\n", "第 2 行：类型“HOLIDAY”"),
        ("date,kind\n2027-01-01,STATUTORY\n\n2027-01-01,STATUTORY\n", "第 4 行：.*与第 2 行重复"),
        ("date,kind\n2027-01-02,WORKDAY\n", "第 2 行：2027年1月2日（周六）不能是“工作日”"),
        ("date,kind\n2027-01-04,MAKEUP_WORK\n", "（周一）不能是“调休上班”"),
        ("date,kind\n2127-01-04,STATUTORY\n", "第 2 行：.*2000 到 2050"),
        ("date,kind,status\n2027-01-01,STATUTORY,SURE\n", "第 2 行：状态“SURE”"),
        (f"[\n{NEW_YEAR}}},\n" + '{"date": 3}\n]', "第 3 行：日期“3”"),
        ('[\n{"date": "2027-01-01",,}\n]', "第 2 行第"),
        ('{"year": 2027}', "JSON 应是"),
        ("[5]", "第 1 行：应是一项日期"),
        (f'date,kind\n"{"2" * 150_000}', "引号没有成对"),
        ('date,kind\n"2027-01-01,STATUTORY\n', "引号没有成对"),
        ("[" * 100_000, "嵌套过深"),
        (f"date,kind\n{'2' * 99},STATUTORY\n", "第 2 行：日期“2{40}…”应写成"),
    ],
)
def test_a_bad_text_is_refused_by_line_and_nothing_is_kept(text: str, problem: str) -> None:
    told = refused(text)
    assert re.search(problem, told), told
    assert told.endswith("一天也没有导入，请改正后重新导入。")


def test_every_bad_line_is_named_at_once() -> None:
    told = refused("date,kind\nx,STATUTORY\n2027-01-01,y\n")
    assert "第 2 行：日期“x”" in told
    assert "第 3 行：类型“y”" in told


@pytest.mark.parametrize(
    ("rows", "once"),
    [
        ([f"2027/1/{on},STATUTORY" for on in range(1, 29)], "2027-01-01 的样子"),
        ([f"2127-01-{on:02},STATUTORY" for on in range(1, 29)], "2000 到 2050"),
        ([f"2027-01-{on:02},放假" for on in range(1, 29)], "类型“放假”"),
    ],
)
def test_what_is_wrong_in_every_line_is_told_once(rows: list[str], once: str) -> None:
    told = refused("\n".join(["日期,类型", *rows]))
    assert told.count(once) == 1
    assert "第 2、3、4 等 28 行" in told
    assert len(told) < 200


def test_a_day_must_have_a_source() -> None:
    assert "没有写明来源" in refused("date,kind\n2027-01-01,STATUTORY\n", source="")


@pytest.mark.parametrize(
    "row",
    [
        NEW_YEAR + ', "status": [1]}',
        '{"date": "2027-01-01", "kind": {"a": 1}}',
        '{"date": ["x"], "kind": "STATUTORY"}',
        f'"{"x" * 100_000}"',
        f'{{"date": "2027-01-01", "kind": "{"y" * 100_000}"}}',
        f'{NEW_YEAR}, "status": "{"z" * 100_000}"}}',
    ],
)
def test_what_stands_in_the_place_of_a_word_is_told_in_a_short_sentence(row: str) -> None:
    told = refused(f"[{row}]", "通知")
    assert told.startswith("第 1 行：")
    assert len(told) < 200


@pytest.mark.parametrize("text", [f"[{'9' * 5000}]", '{"of": "days", "papers": [], "days": [5]}'])
def test_json_that_only_python_minds_is_refused_like_any_other(text: str) -> None:
    assert refused(text)


def test_signs_that_nobody_sees_do_not_come_along() -> None:
    """A page shows who announced the day; a database takes no NUL and no half of a pair."""
    odd = "国办\\u0000\\ud800\\u202e通知"
    [day] = parse_days(f'[{NEW_YEAR}, "source": "{odd}", "name": "{odd}"}}]')
    assert (day.date, day.source, day.name) == (date(2027, 1, 1), "国办通知", "国办通知")
    assert "没有写明来源" in refused(f'[{NEW_YEAR}, "source": "\\u202e"}}]', source="")


def test_whoever_reads_english_is_told_in_english() -> None:
    with pytest.raises(UnreadableDaysError) as refusal:
        parse_days("date,kind\n2027-01-02,WORKDAY\n2027-13-01,WORKDAY\n", SOURCE)
    told = Teller("en").tell(refusal.value.because)
    assert "Line 2: Saturday 2 January 2027 cannot be" in told
    assert told.endswith("No day was imported; correct the file and bring it again.")
