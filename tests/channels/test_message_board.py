"""What is wrong with a file of letters is told in the language of whoever reads it."""

from pathlib import Path

import pytest
from django.utils import translation

from jiesu.channels.message_board import BadRow, NotALetterFileError, Terms, read_letters


def written(folder: Path, *lines: str) -> Path:
    path = folder / "letters.csv"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def bad(path: Path) -> list[str]:
    return [row.why for row in read_letters(path, Terms()) if isinstance(row, BadRow)]


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
        list(read_letters(written(tmp_path, "id,text"), Terms()))
