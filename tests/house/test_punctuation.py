"""Chinese sentences have Chinese marks: a half-width comma between characters is a slip."""

import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

from house.source import SRC, ours, short

HAN = r"[\u3400-\u9fff]"
SLIP = re.compile(rf"{HAN}[,;:?!]{HAN}|[}}”）)][,;?!]{HAN}|{HAN}[,;:?!][{{“（]")
"""Between two characters, or a character and the edge of a value or a quotation."""
ON_PURPOSE = {
    "日期,类型,状态,来源,名称": "the heading of a file",
    "日期,类型": "its beginning",
    "时:分": "how a time is written",
}
CUSTOMERS_WORDS = SRC / "rules" / "taxonomy" / "words"
"""Words and letters as customers type them: the lexicon is to find them so."""


def texts(path: Path) -> Iterator[tuple[int, str]]:
    """What the file says, with the line: of code the strings, of the rest every line."""
    if path.suffix != ".py":
        yield from enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        return
    with path.open(encoding="utf-8") as file:
        for token in tokenize.generate_tokens(io.StringIO(file.read()).readline):
            if tokenize.tok_name[token.type] in {"STRING", "FSTRING_MIDDLE"}:
                yield token.start[0], token.string


def test_no_half_width_mark_stands_between_chinese_characters() -> None:
    found = []
    for path in ours(".py", ".html", ".toml", ".js", ".txt"):
        if path.is_relative_to(CUSTOMERS_WORDS):
            continue
        for line, text in texts(path):
            plain = text
            for allowed in ON_PURPOSE:
                plain = plain.replace(allowed, "")
            found += [f"{short(path)}:{line}: {slip}" for slip in SLIP.findall(plain)]
    assert found == []
