"""What is wrong with a file of letters is told in the language of whoever reads it."""

import os
from pathlib import Path

import pytest
from django.utils import translation

from jiesu.channels.message_board import BadRow, Letter, NotALetterFileError, Terms, read_sheet


def read(path: Path) -> list[Letter | BadRow]:
    sheet, rows = read_sheet(path, Terms())
    return [sheet.letter(row) for row in rows]


def written(folder: Path, *lines: str) -> Path:
    path = folder / "letters.csv"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def bad(path: Path) -> list[str]:
    return [row.why for row in read(path) if isinstance(row, BadRow)]


def test_each_row_that_cannot_be_taken_says_why(tmp_path: Path) -> None:
    rows = (",网速慢", "2", '3,"a"b')
    path = written(tmp_path, "message_id,body", *rows)
    assert [told[:8] for told in bad(path)] == [
        "message_",
        "应有 2 列，实",
        "无法读取（','",
    ]
    with translation.override("en"):
        assert bad(path) == [
            "message_id is empty, so nothing would keep the letter from being imported twice",
            "2 columns are needed and there are 1",
            "it cannot be read (',' expected after '\"'); check that quotation marks come in pairs",
        ]


def test_a_file_that_is_none_says_what_it_lacks(tmp_path: Path) -> None:
    with translation.override("en"), pytest.raises(NotALetterFileError, match="lacks the column"):
        list(read(written(tmp_path, "id,text")))


def test_a_pipe_is_refused_at_once_instead_of_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path, tmp_path / "pipe"):
        with pytest.raises(NotALetterFileError, match="不是普通文件"):
            list(read(path))


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_stray_byte_makes_no_other_encoding_of_the_whole_file(
    tmp_path: Path, encoding: str
) -> None:
    path = tmp_path / "letters.csv"
    rows = (f"{n},宽带又断了，师傅两天没来，请尽快处理。\n" for n in range(20))
    whole = ("message_id,body\n" + "".join(rows)).encode(encoding)
    path.write_bytes(whole + b"20,\x80" + "网速慢".encode(encoding)[:-1])
    first, *_others = (row for row in read(path) if isinstance(row, Letter))
    assert first.intake.description == "宽带又断了，师傅两天没来，请尽快处理。"
