"""Only harmless files of the right kind come in (§12.4)."""

import filetype
import pytest

from jiesu.rules.evidence import Accepted, Refused, judge_upload
from jiesu.rules.evidence.kinds import our_own
from jiesu.rules.evidence.retention import our_own as retention_classes
from jiesu.rules.wording import in_chinese

JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF"
MB = 1024 * 1024
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.mark.parametrize(
    ("name", "sniffed", "head", "kind"),
    [
        ("光猫.JPG", "image/jpeg", JPEG, "led_photo"),
        ("2026.09.18 测速.png", "image/png", b"\x89PNG", "speed_test"),
        ("合同.pdf", "application/pdf", b"%PDF-1.7", "contract"),
        ("账单.csv", "", "日期,金额".encode("gb18030"), "bill"),
        ("来信.eml", "", b"From: a@example.cn\r\n\r\n<html>", "chat"),
        ("录音.amr", "audio/amr", b"#!AMR\n", "call_recording"),
        ("经过.mp4", "video/mp4", b"\0\0\0\x18ftyp", "video"),
    ],
)
def test_ordinary_files_come_in(name: str, sniffed: str, head: bytes, kind: str) -> None:
    assert isinstance(judge_upload(name, 1000, sniffed, head, kind=kind), Accepted)


@pytest.mark.parametrize(
    ("name", "sniffed", "head", "why"),
    [
        ("x.exe", "application/x-msdownload", b"MZ", "不接受exe"),
        ("photo.jpg.exe", "application/x-msdownload", b"MZ", "不接受exe"),
        ("photo.exe.jpg", "image/jpeg", JPEG, "程序的扩展名"),
        ("photo.php5.jpg", "image/jpeg", JPEG, "程序的扩展名"),
        ("photo.jpg", "application/x-msdownload", b"MZ\x90", "内容是程序"),
        ("photo.jpg", "image/jpeg", b"MZ\x90", "内容是程序"),
        ("photo.jpg", "image/png", b"\x89PNG", "内容与扩展名不符"),
        ("photo.jpg", "", b"hello", "内容与扩展名不符"),
        ("photo.svg", "image/svg+xml", b"<svg", "不接受svg"),
        ("photo", "image/jpeg", JPEG, "不接受"),
        ("../photo.jpg", "image/jpeg", JPEG, "路径"),
        ("a/b.jpg", "image/jpeg", JPEG, "路径"),
        ("c:\\b.jpg", "image/jpeg", JPEG, "路径"),
        ("b.jpg\0.png", "image/jpeg", JPEG, "路径"),
        ("b\u202egpj.exe.jpg", "image/jpeg", JPEG, "路径"),
        ("nul.jpg", "image/jpeg", JPEG, "路径"),
        (".jpg", "image/jpeg", JPEG, "路径"),
        ("b.jpg ", "image/jpeg", JPEG, "路径"),
        ("", "image/jpeg", JPEG, "文件名为空"),
        ("长" * 201 + ".jpg", "image/jpeg", JPEG, "超过200"),
    ],
)
def test_tricks_stay_outside(name: str, sniffed: str, head: bytes, why: str) -> None:
    verdict = judge_upload(name, 1000, sniffed, head, kind="photo")
    assert isinstance(verdict, Refused)
    assert why in in_chinese(verdict.because)
    assert in_chinese(verdict.because).startswith("文件未保存")


@pytest.mark.parametrize("head", [b"a\0b", b"ok\n<script>alert(1)</script>", b"<?php"])
def test_a_text_file_is_text(head: bytes) -> None:
    assert isinstance(judge_upload("a.txt", 10, "", head, kind="chat"), Refused)


def test_sizes_are_bounded_by_kind() -> None:
    assert isinstance(judge_upload("a.jpg", 20 * MB, "image/jpeg", JPEG, kind="photo"), Accepted)
    too_big = judge_upload("a.jpg", 20 * MB + 1, "image/jpeg", JPEG, kind="photo")
    assert isinstance(too_big, Refused)
    assert "20MB" in in_chinese(too_big.because)
    assert isinstance(judge_upload("a.jpg", 0, "image/jpeg", JPEG, kind="photo"), Refused)


def test_a_zip_inside_is_told_so_that_unpacking_is_bounded() -> None:
    verdict = judge_upload("合同.docx", 10, DOCX, b"PK\x03\x04", kind="external_document")
    assert isinstance(verdict, Accepted)
    assert verdict.container
    archive = judge_upload("a.zip", 10, "application/zip", b"PK\x03\x04", kind="external_document")
    assert isinstance(archive, Refused)


def test_the_tables_agree_with_each_other() -> None:
    table = our_own()
    families = {each.family for each in table.types.values()}
    for kind in table.kinds.values():
        assert set(kind.families) <= families
        assert kind.retention in retention_classes()
    extensions = [name for each in table.types.values() for name in each.extensions]
    assert len(extensions) == len(set(extensions))


def test_the_content_types_are_those_our_sniffer_finds() -> None:
    known = {each.mime for each in filetype.TYPES}
    for each in our_own().types.values():
        assert each.family == "text" or known & set(each.sniffed)


def test_every_kind_of_the_seed_is_there() -> None:
    assert len(our_own().kinds) == 17
