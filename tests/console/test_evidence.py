"""Evidence on the staff screens: taken in, refused in words, handed out under safe headers."""

import io
import re
import wave
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from cases.files import photo, workbook
from cast import Cast
from console.conftest import SLOW, Enter
from jiesu.cases.intake.receive import receive
from jiesu.cases.models import Case, Evidence, EvidenceView
from jiesu.cases.moves import make_move
from jiesu.console.excerpt import excerpt
from jiesu.people.actor import Actor
from jiesu.ui.paper.document import Document, Paragraph
from jiesu.ui.paper.typeset import pdf


@pytest.fixture(autouse=True)
def vault(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def test_a_photo_is_taken_in_and_handed_out(enter: Enter, owner: Actor, case: Case) -> None:
    client, at = enter(owner), f"/console/cases/{case.number}/add_evidence/"
    assert "添加证据" in client.get(at).content.decode()
    file = SimpleUploadedFile("光猫.jpg", photo(), "image/jpeg")
    client.post(at, {"file": file, "kind": "photo", "source": "user", "note": "红灯"})
    one = Evidence.objects.get(case=case)
    shown = client.get(f"/console/cases/{case.number}/evidence/{one.seq}/redacted")
    assert shown.status_code == 200
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert shown.headers["Content-Security-Policy"].startswith("sandbox")
    assert b"".join(shown.streaming_content)[:3] == b"\xff\xd8\xff"  # type: ignore[attr-defined]  # a streamed answer
    assert EvidenceView.objects.filter(evidence=one).count() == 1


def added(browser: Client, case: Case, file: SimpleUploadedFile, kind: str) -> Evidence:
    at = f"/console/cases/{case.number}/add_evidence/"
    browser.post(at, {"file": file, "kind": kind, "source": "user"})
    return Evidence.objects.filter(case=case).latest("seq")


def at(case: Case, piece: Evidence, copy: str = "") -> str:
    return f"/console/cases/{case.number}/evidence/{piece.seq}/{copy}"


def wav(seconds: int = 1) -> bytes:
    told = io.BytesIO()
    with wave.open(told, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(8000)
        sound.writeframes(b"\x80" * 8000 * seconds)
    return told.getvalue()


def test_a_picture_is_looked_at_in_its_copy_and_the_original_takes_a_reason(
    enter: Enter, owner: Actor, case: Case
) -> None:
    browser = enter(owner)
    file = SimpleUploadedFile("光猫.jpg", photo(with_place=True), "image/jpeg")
    piece = added(browser, case, file, "photo")
    html = browser.get(at(case, piece)).content.decode()
    assert "脱敏副本" in html
    assert f'src="{at(case, piece, "redacted")}"' in html
    assert "还没有人看过" in html
    assert browser.post(at(case, piece)).status_code == 422
    assert browser.get(at(case, piece, "original")).status_code == 422
    opened = browser.post(at(case, piece), {"reason": "reply"}, follow=True)
    html = opened.content.decode()
    assert f'src="{at(case, piece, "original")}"' in html
    assert "查看原件 · 书面答复" in html
    shown = browser.get(at(case, piece, "original"))
    assert shown.status_code == 200
    assert shown.headers["Content-Disposition"].startswith("inline")
    assert shown.headers["Content-Security-Policy"].startswith("sandbox")
    assert EvidenceView.objects.filter(evidence=piece, copy="original").count() == 1


def test_after_ten_minutes_the_original_takes_a_reason_again(
    enter: Enter, owner: Actor, case: Case
) -> None:
    browser = enter(owner)
    piece = added(browser, case, SimpleUploadedFile("光猫.jpg", photo()), "photo")
    browser.post(at(case, piece), {"reason": "reply"})
    EvidenceView.objects.update(at=timezone.now() - timedelta(minutes=11))
    assert browser.get(at(case, piece, "original")).status_code == 422
    html = browser.get(at(case, piece) + "?copy=original").content.decode()
    assert at(case, piece, "original") not in html


def test_who_may_not_unmask_sees_the_copy_only(
    cast: Cast, enter: Enter, owner: Actor, case: Case
) -> None:
    piece = added(enter(owner), case, SimpleUploadedFile("光猫.jpg", photo()), "photo")
    browser = enter(cast.inspector)
    assert "您的角色只能查看脱敏副本" in browser.get(at(case, piece)).content.decode()
    assert browser.post(at(case, piece), {"reason": "reply"}).status_code == 403


def test_a_recording_is_played_from_any_moment_and_that_is_one_look(
    enter: Enter, owner: Actor, case: Case
) -> None:
    browser = enter(owner)
    piece = added(browser, case, SimpleUploadedFile("通话.wav", wav()), "call_recording")
    assert "只能凭事由查看原件" in browser.get(at(case, piece)).content.decode()
    html = browser.post(at(case, piece), {"reason": "reply"}, follow=True).content.decode()
    assert "<audio" in html
    for asked, length in (("bytes=0-99", 100), ("bytes=8000-", 44), ("bytes=-10", 10)):
        part = browser.get(at(case, piece, "original"), headers={"range": asked})
        assert part.status_code == 206
        assert len(b"".join(part.streaming_content)) == length  # type: ignore[attr-defined]  # a streamed answer
    far = browser.get(at(case, piece, "original"), headers={"range": "bytes=9999999-"})
    assert far.status_code == 416
    assert EvidenceView.objects.filter(evidence=piece).count() == 1


def test_a_table_is_shown_masked_and_bounded(enter: Enter, owner: Actor, case: Case) -> None:
    browser = enter(owner)
    rows = "时间,号码,速率\n" + "".join(f"{n},13800005678,60\n" for n in range(300))
    file = SimpleUploadedFile("测速.csv", rows.encode(), "text/csv")
    piece = added(browser, case, file, "speed_test")
    html = browser.get(at(case, piece)).content.decode()
    assert "<th" in html
    assert "138****5678" in html
    assert "13800005678" not in html
    assert html.count("<tr>") == 201
    assert "这里只显示开头" in html


def test_the_first_sheet_of_a_workbook_is_shown_with_its_formulas_as_text(
    enter: Enter, owner: Actor, case: Case
) -> None:
    browser = enter(owner)
    row = (
        '<row><c t="inlineStr"><is><t>&lt;b&gt;月租</t></is></c><c><f>1+{n}</f><v>{n}</v></c></row>'
    )
    rows = "".join(row.replace("{n}", str(n)) for n in range(300))
    file = SimpleUploadedFile("账单.xlsx", workbook(rows))
    piece = added(browser, case, file, "bill")
    assert "&lt;b&gt;月租" not in browser.get(at(case, piece)).content.decode()
    html = browser.post(at(case, piece), {"reason": "reply"}, follow=True).content.decode()
    assert "&lt;b&gt;月租" in html
    assert "7 (=1+7)" in html
    assert html.count("<tr>") == 201
    assert "这里只显示开头" in html


def test_a_workbook_that_cannot_be_shown_is_evidence_all_the_same(
    enter: Enter, owner: Actor, case: Case
) -> None:
    browser = enter(owner)
    piece = added(browser, case, SimpleUploadedFile("账单.xlsx", workbook("<row>&x;")), "bill")
    page = browser.post(at(case, piece), {"reason": "reply"}, follow=True)
    assert page.status_code == 200
    assert "无法在此显示" in page.content.decode()
    assert at(case, piece, "original") in page.content.decode()


def test_a_paper_may_be_framed_by_us_alone(enter: Enter, owner: Actor, case: Case) -> None:
    browser = enter(owner)
    paper = pdf(Document("合同", date(2026, 9, 18), [Paragraph("条款")]))
    piece = added(browser, case, SimpleUploadedFile("合同.pdf", paper), "contract")
    html = browser.post(at(case, piece), {"reason": "reply"}, follow=True).content.decode()
    assert "<iframe" in html
    headers = browser.get(at(case, piece, "original")).headers
    assert headers["Content-Type"] == "application/pdf"
    assert headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in headers["Content-Security-Policy"]


def test_an_excerpt_never_chokes(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_bytes("号".encode() * 100_000)
    told = excerpt(file, table=False)
    assert told.more
    assert set(told.text) == {"号"}
    file.write_bytes("一,二\n三\n".encode("gb18030"))
    told = excerpt(file, table=True)
    assert (told.columns, told.rows) == (["一", "二"], [["三", ""]])
    file.write_bytes(b"\xff\xfe\x00")
    assert excerpt(file, table=True).rows == []


def test_what_came_with_a_merged_complaint_is_looked_at_from_the_one_that_goes_on(
    cast: Cast, enter: Enter, owner: Actor, case: Case
) -> None:
    """§15.2: nobody investigates without what the second contact brought; it is only looked at."""
    child = receive(cast.agent, SLOW, now=timezone.now())
    photo_of = SimpleUploadedFile("光猫.jpg", photo(), "image/jpeg")
    piece = added(enter(the_owner_of(cast, child)), child, photo_of, "photo")
    now = timezone.now
    make_move(owner, case.number, "accept", {}, now=now())
    asked = {"investigator_id": cast.investigator.staff_id}
    make_move(owner, case.number, "investigate", asked, now=now())
    browser, there = enter(cast.investigator), f"/console/cases/{case.number}/add_evidence/"
    assert browser.get(at(child, piece)).status_code == 404, "not merged yet"
    make_move(cast.dispatcher, child.number, "merge", {"into": case.number}, now=now())
    assert "证据 1 份" in browser.get(f"/console/cases/{case.number}/").content.decode()
    page = browser.get(there).content.decode()
    assert f"随并入的 {child.number} 而来" in page
    assert "来自并入的投诉" in browser.get(at(child, piece)).content.decode()
    assert browser.get(at(child, piece, "redacted")).status_code == 200
    assert [one.by_staff_id for one in EvidenceView.objects.all()] == [cast.investigator.staff_id]
    assert cast.investigator.name in browser.get(at(child, piece)).content.decode()
    assert enter(cast.stranger).get(at(child, piece)).status_code == 404
    told = {"answers": [{"claim": "网速", "verdict": "substantiated"}], "explanation": "照片为证"}
    told |= {"cause": "R-LINE", "liability": "FULL"}
    make_move(cast.investigator, case.number, "find", told, now=now())
    make_move(cast.dispatcher, child.number, "unmerge", {"reason": "不是同一故障"}, now=now())
    assert browser.get(at(child, piece)).status_code == 404


def test_whoever_is_complained_about_sees_nothing_of_it_by_a_merger(
    cast: Cast, enter: Enter, owner: Actor, case: Case
) -> None:
    child = receive(cast.agent, SLOW, now=timezone.now())
    photo_of = SimpleUploadedFile("光猫.jpg", photo(), "image/jpeg")
    piece = added(enter(the_owner_of(cast, child)), child, photo_of, "photo")
    accused = {"staff_id": owner.staff_id, "reason": "用户指名"}
    make_move(cast.manager, child.number, "name_accused", accused, now=timezone.now())
    make_move(cast.dispatcher, child.number, "merge", {"into": case.number}, now=timezone.now())
    there = f"/console/cases/{case.number}/add_evidence/"
    assert child.number not in enter(owner).get(there).content.decode()
    assert enter(owner).get(at(child, piece)).status_code == 404


def the_owner_of(cast: Cast, case: Case) -> Actor:
    both = (cast.owner, cast.second_owner)
    return next(one for one in both if one.staff_id == case.owner_id)


def test_a_program_is_refused_in_words(enter: Enter, owner: Actor, case: Case) -> None:
    file = SimpleUploadedFile("光猫.jpg", b"MZ" + b"\0" * 99, "image/jpeg")
    told = enter(owner).post(
        f"/console/cases/{case.number}/add_evidence/", {"file": file, "kind": "photo"}
    )
    assert told.status_code == 422
    assert "文件未保存" in told.content.decode()


def test_a_stranger_finds_nothing(cast: Cast, enter: Enter, case: Case) -> None:
    assert (
        enter(cast.stranger).get(f"/console/cases/{case.number}/evidence/3/redacted").status_code
        == 404
    )


def test_a_file_is_told_by_its_name_as_a_file(enter: Enter, owner: Actor, case: Case) -> None:
    """A person has a name of her own."""
    added(enter(owner), case, SimpleUploadedFile("光猫.jpg", photo(), "image/jpeg"), "photo")
    told = enter(owner).get(f"/console/cases/{case.number}/").content.decode()
    assert "文件名光猫.jpg" in re.sub(r"<[^>]+>|\s+", "", told)
