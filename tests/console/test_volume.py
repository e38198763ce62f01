"""The volume holds the whole case in order, masked unless a reason was given, and proves itself."""

import io

import pytest
from pypdf import PdfReader

from cast import Cast
from console.conftest import Enter
from jiesu.cases.models import Entry, Message
from jiesu.people.models import AuditEntry
from tale import SLOW, Tale


@pytest.fixture
def tale(cast: Cast) -> Tale:
    tale = Tale(cast, SLOW)
    tale.until_found()
    return tale


def at(tale: Tale, what: str = "volume/") -> str:
    return f"/console/cases/{tale.case.number}/{what}"


def read(content: bytes) -> str:
    pages = PdfReader(io.BytesIO(content)).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


def test_the_volume_holds_everything_in_order_with_contents_and_page_numbers(
    tale: Tale, enter: Enter
) -> None:
    taken = enter(tale.owner).get(at(tale, "volume.pdf"))
    assert taken.headers["Content-Type"] == "application/pdf"
    assert taken.headers["Content-Disposition"].startswith("attachment")
    text = read(taken.content)
    parts = ["目录", "投诉内容", "办理经过", "承诺与时限", "书面材料与消息", "证据目录", "校验清单"]
    places = [text.rindex(part) for part in parts[1:]]
    assert "目录" in text
    assert places == sorted(places)
    assert "第1页，共" in text
    assert tale.case.number in text
    for letter in Message.objects.filter(case=tale.case).exclude(reader="staff"):
        assert f"{letter.template}{letter.subject}".replace(" ", "") in text
    for entry in Entry.objects.filter(case=tale.case):
        assert bytes(entry.hash).hex() in text


def test_it_is_masked_by_default_and_the_taking_is_audited(tale: Tale, enter: Enter) -> None:
    text = read(enter(tale.owner).get(at(tale, "volume.pdf")).content)
    assert "138****5678" in text
    assert "13800005678" not in text
    assert "孙女士" not in text
    noted = AuditEntry.objects.get(verb="take_volume")
    assert noted.by_id == tale.owner.staff_id
    assert noted.facts == {"case": tale.case.number, "full": 0}


def test_the_full_volume_takes_a_reason_that_stands_in_the_ledger(tale: Tale, enter: Enter) -> None:
    browser = enter(tale.owner)
    full = at(tale, "volume.pdf?full=1")
    assert browser.get(full).headers["Location"] == at(tale)
    assert browser.post(at(tale), {"purpose": "", "why": "法院调取"}).status_code == 422
    led = browser.post(at(tale), {"purpose": "authority", "why": "主管部门要求提交完整案卷"})
    assert led.headers["Location"] == full
    text = read(browser.get(full).content)
    assert "13800005678" in text
    assert "本卷含个人信息原文" in text
    revealed = Entry.objects.get(case=tale.case, verb="reveal")
    assert revealed.facts["purpose"] == "authority"
    assert AuditEntry.objects.get(verb="take_volume").facts["full"] == 1
    assert "13800005678" not in read(browser.get(at(tale, "volume.pdf")).content)


def test_who_may_not_unmask_takes_the_masked_one_only(tale: Tale, enter: Enter) -> None:
    browser = enter(tale.cast.inspector)
    assert "您的角色只能取出脱敏卷宗" in browser.get(at(tale)).content.decode()
    words = {"purpose": "authority", "why": "主管部门要求提交"}
    assert browser.post(at(tale), words).status_code == 403
    assert browser.get(at(tale, "volume.pdf?full=1")).headers["Location"] == at(tale)


def test_a_stranger_finds_no_volume(tale: Tale, enter: Enter) -> None:
    browser = enter(tale.cast.stranger)
    assert browser.get(at(tale)).status_code == 404
    assert browser.get(at(tale, "volume.pdf")).status_code == 404
