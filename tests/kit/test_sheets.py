"""The beginning of a workbook is shown as it was written; hostile ones cost and do little."""

import io
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from cases.files import workbook
from jiesu.kit.sheets import MOST_UNPACKED, Bounds, Sheet, SheetError, first_sheet

BOUNDS = Bounds(rows=5, columns=4, signs=20)
STRINGS = (
    "<sst><si><t>日期</t></si><si><r><t>金</t></r><r><t>额</t></r><rPh><t>jin</t></rPh></si>"
    "<si><t>不显示</t></si></sst>"
)
STYLES = (
    '<styleSheet><numFmts><numFmt numFmtId="170" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/>'
    '<numFmt numFmtId="171" formatCode="0.00&quot;days&quot;"/></numFmts><cellXfs>'
    '<xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/><xf numFmtId="171"/>'
    "</cellXfs></styleSheet>"
)


def shown(tmp_path: Path, rows: str, **members: str) -> Sheet:
    file = tmp_path / "账单.xlsx"
    told = {f"xl__{name}.xml": content.encode() for name, content in members.items()}
    file.write_bytes(workbook(rows, **told))
    return first_sheet(file, BOUNDS)


def test_texts_numbers_days_and_formulas_are_shown_as_they_were_written(tmp_path: Path) -> None:
    rows = (
        '<row><c r="A1" t="s"><v>0</v></c><c r="C1" t="s"><v>1</v></c></row>'
        '<row><c r="A2" s="1"><v>46283</v></c><c r="B2" s="2"><v>46283.5</v></c>'
        '<c r="C2" s="3"><v>79.5</v></c></row>'
        '<row><c t="inlineStr"><is><t>合计</t></is></c><c t="b"><v>1</v></c>'
        '<c><f>SUM(C2:C2)</f><v>79.5</v></c><c t="e"><f>HYPERLINK("x")</f></c></row>'
    )
    sheet = shown(tmp_path, rows, sharedStrings=STRINGS, styles=STYLES)
    assert sheet.rows == [
        ["日期", "", "金额"],
        ["2026-09-18", "2026-09-18 12:00:00", "79.5"],
        ["合计", "TRUE", "79.5 (=SUM(C2:C2))", '=HYPERLINK("x")'],
    ]
    assert not sheet.more


def test_it_is_cut_at_its_bounds_and_says_so(tmp_path: Path) -> None:
    row = "<row>" + "".join(f"<c><v>{n}{'9' * 50}</v></c>" for n in range(1, 9)) + "</row>"
    sheet = shown(tmp_path, row * 9)
    assert len(sheet.rows) == BOUNDS.rows
    assert {len(line) for line in sheet.rows} == {BOUNDS.columns}
    assert {len(cell) for line in sheet.rows for cell in line} == {BOUNDS.signs}
    assert sheet.more


def test_a_workbook_that_swells_costs_no_more_than_its_bound(tmp_path: Path) -> None:
    wide = "<c><v>1</v></c>" * 2_000_000
    rows = f"<row>{wide}</row><row><c><v>2</v></c></row>"
    tracemalloc.start()
    file = tmp_path / "bomb.xlsx"
    file.write_bytes(workbook(rows))
    tracemalloc.reset_peak()
    before = tracemalloc.get_traced_memory()[0]
    sheet = first_sheet(file, BOUNDS)
    peak = tracemalloc.get_traced_memory()[1] - before
    tracemalloc.stop()
    assert sheet.more
    assert sheet.rows == [["1"] * BOUNDS.columns]
    assert peak < MOST_UNPACKED


def test_texts_beyond_the_bound_are_left_out_and_not_guessed(tmp_path: Path) -> None:
    strings = f"<sst>{'<si><t>x</t></si>' * 1_000_000}</sst>"
    assert len(strings) > MOST_UNPACKED
    rows = '<row><c t="s"><v>0</v></c><c t="s"><v>999999</v></c></row>'
    assert shown(tmp_path, rows, sharedStrings=strings).rows == [["x", "…"]]


def test_entities_are_refused_before_they_grow(tmp_path: Path) -> None:
    bomb = (
        '<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/">]>'
        "<workbook>&b;&c;</workbook>"
    )
    with pytest.raises(SheetError):
        shown(tmp_path, "", workbook=bomb)


@pytest.mark.parametrize("rows", ["<row><c>", "<row></c></row>", "\x00", "&unknown;"])
def test_what_is_damaged_is_no_sheet(tmp_path: Path, rows: str) -> None:
    with pytest.raises(SheetError):
        shown(tmp_path, rows)


def test_a_zip_without_a_workbook_and_what_is_no_zip_are_no_sheets(tmp_path: Path) -> None:
    file, told = tmp_path / "a.xlsx", io.BytesIO()
    with zipfile.ZipFile(told, "w") as archive:
        archive.writestr("xl/other.xml", "<x/>")
    for content in (told.getvalue(), b"no zip at all"):
        file.write_bytes(content)
        with pytest.raises(SheetError):
            first_sheet(file, BOUNDS)


@pytest.mark.parametrize("told", ["1e999", "nan", "-5", "99999999", "soon"])
def test_a_day_that_is_none_stays_as_it_is(tmp_path: Path, told: str) -> None:
    rows = f'<row><c s="1"><v>{told}</v></c></row>'
    assert shown(tmp_path, rows, styles=STYLES).rows == [[told]]
