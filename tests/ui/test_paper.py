"""Papers: what is said stands in them, whatever it is, and twice is the same."""

import io
from dataclasses import replace
from datetime import date

import pytest
from PIL import Image
from pypdf import PdfReader
from pypdf.generic import Destination, StreamObject

from jiesu.ui.paper.document import (
    Document,
    Facts,
    Heading,
    Listing,
    NewPage,
    Paragraph,
    Picture,
    Signature,
    Table,
)
from jiesu.ui.paper.letters import printable
from jiesu.ui.paper.typeset import pdf

DAY = date(2026, 3, 2)


def paper(*blocks: object, **told: object) -> Document:
    base = Document("投诉受理回执", DAY, (), number="20260302000017", issuer="某某宽带")
    return replace(base, blocks=blocks, **told)  # type: ignore[arg-type]  # a test tells what it likes


def said(content: bytes) -> str:
    """All that a paper says, without its line breaks."""
    pages = PdfReader(io.BytesIO(content)).pages
    return "".join(page.extract_text() for page in pages).replace("\n", "")


def test_a_paper_says_all_it_was_given() -> None:
    content = pdf(
        paper(
            Heading("一、您反映的问题"),
            Paragraph("晚上八点以后网速很慢。\n白天正常。", "quoted"),
            Facts([("编号", "20260302000017"), ("地址", "幸福路 8 号")]),
            Listing(["保存回执", "等待答复"], numbered=True),
            Table(["时间", "内容"], [["3月2日", "已收到"], ["3月3日", "已受理"]], widths=[1, 3]),
            Signature(["某某宽带", "2026年3月2日"]),
        )
    )
    text = said(content)
    for words in (
        "投诉受理回执",
        "一、您反映的问题",
        "晚上八点以后网速很慢",
        "白天正常",
        "幸福路 8 号",
        "等待答复",
        "已受理",
        "2026年3月2日",
        "某某宽带",
    ):
        assert words in text


def test_the_same_paper_is_the_same_bytes() -> None:
    one = paper(Heading("甲"), Paragraph("乙"), Table(["丙"], [["丁"]]))
    assert pdf(one) == pdf(one)
    assert pdf(one) != pdf(replace(one, dated=date(2026, 3, 3)))


def test_words_are_never_markup() -> None:
    wild = '#panic() *b* _i_ $x$ `r` <l> @ref \\ // "q" = h #read("/etc/passwd") <script>alert(1)'
    text = said(pdf(paper(Paragraph(wild), Facts([(wild, wild)]), Listing([wild]), title=wild)))
    assert "#panic()" in text
    assert '#read("/etc/passwd")' in text
    assert "<script>alert(1)" in text


def test_rare_names_and_small_pictures_among_letters_are_shown() -> None:
    text = said(pdf(paper(Paragraph("𠮷田 龘 😀 ✅ Ünïcode Привет ②"))))
    for one in ("𠮷", "龘", "😀", "Ünïcode", "Привет", "②"):
        assert one in text


@pytest.mark.parametrize("letter", ["\x00", "\x07", "\ue000", "\uffff", "\U000e0041"])
def test_what_no_font_has_is_told_by_its_number(letter: str) -> None:
    assert f"〔U+{ord(letter):04X}〕" in said(pdf(paper(Paragraph(f"甲{letter}乙"))))


def test_marks_that_show_nothing_do_not_break_a_paper() -> None:
    assert printable("a\ufeffb\u200dc\r\nd") == "abc\nd"
    assert said(pdf(paper(Paragraph("甲\ufeff乙\u202e丙❤️"))))


def test_every_page_has_its_number_and_those_of_all() -> None:
    content = pdf(paper(*[Paragraph("很长的经过。" * 60)] * 12, NewPage(), Paragraph("终")))
    pages = PdfReader(io.BytesIO(content)).pages
    assert len(pages) > 2
    for number, page in enumerate(pages, 1):
        text = page.extract_text()
        assert f"第 {number} 页，共 {len(pages)} 页" in text
        assert "20260302000017" in text


def test_an_english_paper_counts_in_english() -> None:
    text = said(pdf(paper(Paragraph("Your complaint."), language="en", title="Receipt")))
    assert "Page 1 of 1" in text


def test_contents_lead_to_the_parts() -> None:
    content = pdf(paper(Heading("第一部分"), NewPage(), Heading("第二部分"), contents=True))
    reader = PdfReader(io.BytesIO(content))
    assert "第二部分" in reader.pages[0].extract_text()
    assert [str(part.title) for part in reader.outline if isinstance(part, Destination)] == [
        "第一部分",
        "第二部分",
    ]


def test_a_picture_comes_with_words_for_who_cannot_see_it() -> None:
    image = io.BytesIO()
    Image.new("RGB", (60, 40), "red").save(image, "PNG")
    content = pdf(paper(Picture(image.getvalue(), "光猫的红灯", "图一")))
    assert len(PdfReader(io.BytesIO(content)).pages[0].images) == 1
    assert "图一" in said(content)


def test_what_is_no_picture_is_refused() -> None:
    with pytest.raises(ValueError, match="could not be set"):
        pdf(paper(Picture(b"no picture", "无")))


def test_a_paper_names_its_title_and_language_and_carries_its_fonts() -> None:
    reader = PdfReader(io.BytesIO(pdf(paper(Paragraph("字")))))
    root = reader.root_object
    told = root["/Metadata"].get_object()
    assert reader.metadata is not None
    assert reader.metadata.title == "投诉受理回执"
    assert str(root["/Lang"]).startswith("zh")
    assert isinstance(told, StreamObject)
    assert b"pdfaid:part" in told.get_data()
    assert b"pdfuaid:part" in told.get_data()
    assert "/StructTreeRoot" in root


def test_a_row_must_fit_its_columns() -> None:
    with pytest.raises(ValueError, match="does not fit"):
        Table(["一", "二"], [["只有一"]])
