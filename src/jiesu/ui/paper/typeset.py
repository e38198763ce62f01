"""Set a document as PDF/A-2a, readable aloud (PDF/UA-1), with its fonts inside."""

import json
from dataclasses import asdict
from datetime import UTC, date, datetime, time
from functools import cache
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, cast

import typst

from jiesu.ui.paper.document import Block, Document, Picture
from jiesu.ui.paper.letters import FAMILIES, folders, printable

_SHEET: Final = files(__package__).joinpath("paper.typ").read_bytes()
_STANDARDS: Final[list[Any]] = ["a-2a", "ua-1"]


def pdf(document: Document) -> bytes:
    """Set ``document``; the same document gives the same bytes.

    What no font of ours can show stands as 〔U+…〕. A picture that is no picture is a ValueError.
    """
    with TemporaryDirectory(prefix="paper-") as folder:
        for name, content in _files(document).items():
            (Path(folder) / name).write_bytes(content)
        try:
            return cast("bytes", _compiled(Path(folder), document.dated))
        except typst.TypstError as failed:
            raise ValueError(f"The paper could not be set: {failed}") from failed


def _compiled(folder: Path, dated: date) -> object:
    return typst.compile(
        folder / "main.typ",
        root=folder,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=_STANDARDS,
        timestamp=datetime.combine(dated, time(), UTC),
    )


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(folder) for folder in folders()],
    )


def _files(document: Document) -> dict[str, bytes]:
    blocks = [_told(place, block) for place, block in enumerate(document.blocks)]
    told = {
        "title": document.title,
        "number": document.number,
        "issuer": document.issuer,
        "language": document.language,
        "contents": document.contents,
        "dated": [document.dated.year, document.dated.month, document.dated.day],
        "families": list(FAMILIES),
        "blocks": blocks,
    }
    pictures = {
        _name(place): block.content
        for place, block in enumerate(document.blocks)
        if isinstance(block, Picture)
    }
    content = json.dumps(_printable(told), ensure_ascii=False).encode()
    return {"main.typ": _SHEET, "document.json": content, **pictures}


def _told(place: int, block: Block) -> dict[str, Any]:
    kind = type(block).__name__.lower()
    if isinstance(block, Picture):
        return {"block": kind, "file": _name(place), "words": block.words, "caption": block.caption}
    return {"block": kind, **asdict(block)}


def _name(place: int) -> str:
    return f"picture-{place}"


def _printable(value: Any) -> Any:
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {key: _printable(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(one) for one in value]
    return value
