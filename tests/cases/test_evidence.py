"""§12.4, §17, §18: which files come in, what is kept of them, and who looked."""

import hashlib
import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image
from pytest_django import Settings

from cases.files import EICAR, bomb, document, photo
from cast import Cast
from jiesu.cases.evidence import export, show, view
from jiesu.cases.intake.contact import Intake
from jiesu.cases.intake.receive import receive
from jiesu.cases.models import Case, Entry, Evidence, EvidenceView
from jiesu.cases.moves import make_move
from jiesu.cases.rebuild import differences
from jiesu.cases.refusals import NotAllowed, Unfit, UnknownCase, WrongState
from jiesu.cases.uploads import take_in
from jiesu.cases.vault import path_of
from jiesu.cases.verify import verify
from jiesu.kit.sealed import unseal_json
from jiesu.people.actor import Actor
from old_ledgers import wrote_of_old

NOW = datetime(2026, 9, 18, 9, 30, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def vault(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "evidence"
    return Path(settings.MEDIA_ROOT)


@pytest.fixture
def case(cast: Cast) -> Case:
    words = "家里宽带网速很慢,签约三百兆,有线测速只有六十兆。"
    told = Intake(channel="hotline", description=words, desired_outcome="修好", phone="13800005678")
    return receive(cast.agent, told, now=NOW)


def owner_of(cast: Cast, case: Case) -> Actor:
    return cast.owner if case.owner_id == cast.owner.staff_id else cast.second_owner


def kept_in(vault: Path) -> list[Path]:
    return [path for path in vault.rglob("*") if path.is_file()]


def added(
    actor: Actor, case: Case, content: bytes, name: str = "光猫.jpg", kind: str = "photo"
) -> Evidence:
    receipt = take_in([content], name=name, kind=kind, actor=actor)
    entry = make_move(actor, case.number, "add_evidence", {"receipt": receipt}, now=NOW)
    return Evidence.objects.get(case=case, seq=entry.seq)


def test_the_ledger_holds_what_the_file_is_but_not_its_name(cast: Cast, case: Case) -> None:
    content = photo()
    evidence = added(cast.agent, case, content, "孙女士13800005678.jpg")
    entry = Entry.objects.get(case=case, seq=evidence.seq)
    assert entry.facts["sha256"] == hashlib.sha256(content).hexdigest()
    assert (entry.facts["size"], entry.facts["kind"]) == (len(content), "photo")
    assert entry.facts["retention"] == "case"
    assert "13800005678" not in str(entry.facts)
    assert path_of(evidence.sha256).read_bytes() == content
    stored = Case.objects.get(pk=case.pk)
    assert verify(stored) is None
    assert differences(stored) == []


def test_the_copy_for_wide_use_tells_no_place(cast: Cast, case: Case) -> None:
    content = photo(with_place=True)
    with Image.open(io.BytesIO(content)) as original:
        assert original.getexif().get_ifd(0x8825)
    evidence = added(cast.agent, case, content)
    with Image.open(path_of(evidence.redacted)) as copy:
        assert not copy.getexif()
        assert copy.size == (64, 48)
    assert b"Camera of Sun" not in path_of(evidence.redacted).read_bytes()


def test_a_text_is_masked_in_the_copy(cast: Cast, case: Case) -> None:
    text = "用户13800005678 账单 30 元".encode("gb18030")
    evidence = added(cast.agent, case, text, "账单.txt", "bill")
    assert "13800005678" not in path_of(evidence.redacted).read_text("utf-8")
    assert "30 元" in path_of(evidence.redacted).read_text("utf-8")


@pytest.mark.parametrize(
    ("content", "named", "why"),
    [
        (b"MZ\x90\0" + b"\0" * 200, ("photo.jpg", "photo"), "程序"),
        (b"\x7fELF" + b"\0" * 200, ("photo.jpg", "photo"), "程序"),
        (b"<svg xmlns='x'><script/></svg>", ("a.svg", "photo"), "不接受svg"),
        (b"<svg><script>alert(1)</script></svg>", ("a.jpg", "photo"), "不符"),
        (b"<html><script>alert(1)</script>", ("a.txt", "chat"), "纯文本"),
        (b"", ("photo.jpg", "photo"), "空"),
        (photo(), ("../../etc/passwd.jpg", "photo"), "路径"),
        (photo(), ("a\0.jpg", "photo"), "路径"),
        (photo(), ("photo.png", "photo"), "不符"),
        (bomb(), ("photo.png", "photo"), "展开后过大"),
        (b"PK\x03\x04" + b"\0" * 500, ("a.docx", "contract"), "未保存"),
        (document(), ("a.zip", "contract"), "不接受zip"),
        (EICAR, ("eicar.txt", "chat"), "病毒"),
    ],
)  # fmt: skip
def test_a_hostile_file_stays_outside_and_leaves_nothing(
    cast: Cast, vault: Path, content: bytes, named: tuple[str, str], why: str
) -> None:
    name, kind = named
    with pytest.raises(Unfit, match=why):
        take_in([content], name=name, kind=kind, actor=cast.agent)
    assert kept_in(vault) == []


def test_a_document_that_swells_is_found_out(cast: Cast, vault: Path) -> None:
    swelling = document(word__media=b"\0" * (301 * 1024 * 1024))
    assert len(swelling) < 1024 * 1024
    with pytest.raises(Unfit, match="展开后过大"):
        take_in([swelling], name="合同.docx", kind="contract", actor=cast.agent)
    assert kept_in(vault) == []


def test_a_document_with_a_program_inside_stays_outside(cast: Cast) -> None:
    told = document(**{"word__vbaProject.bin": b"x"})
    with pytest.raises(Unfit, match="宏"):
        take_in([told], name="合同.docx", kind="contract", actor=cast.agent)


def test_an_honest_document_comes_in_without_a_copy(cast: Cast, case: Case) -> None:
    evidence = added(cast.agent, case, document(), "合同.docx", "contract")
    assert evidence.redacted == ""
    with pytest.raises(NotAllowed):
        view(cast.agent, case.number, evidence.seq, copy="redacted", now=NOW)


def test_reading_stops_as_soon_as_there_is_too_much(cast: Cast, vault: Path) -> None:
    read = 0

    def endless() -> object:
        nonlocal read
        while True:
            read += 1
            yield b"\0" * 1024 * 1024

    with pytest.raises(Unfit, match="20MB"):
        take_in(endless(), name="a.jpg", kind="photo", actor=cast.agent)  # type: ignore[arg-type]  # an endless upload
    assert read == 21
    assert kept_in(vault) == []


def test_while_the_scanner_is_away_nothing_comes_in(cast: Cast, settings: Settings) -> None:
    settings.VIRUS_SCANNER = "clamd:/nowhere/clamd.sock"
    with pytest.raises(Unfit, match="稍后"):
        take_in([photo()], name="a.jpg", kind="photo", actor=cast.agent)


def test_a_receipt_is_for_the_one_who_uploaded(cast: Cast, case: Case) -> None:
    receipt = take_in([photo()], name="a.jpg", kind="photo", actor=cast.agent)
    owner = owner_of(cast, case)
    with pytest.raises(Unfit, match="不是您上传"):
        make_move(owner, case.number, "add_evidence", {"receipt": receipt}, now=NOW)
    with pytest.raises(Unfit, match="无效"):
        make_move(owner, case.number, "add_evidence", {"receipt": receipt + "x"}, now=NOW)


def test_the_same_file_is_added_once(cast: Cast, case: Case) -> None:
    added(cast.agent, case, photo())
    with pytest.raises(Unfit, match="没有重复添加"):
        added(cast.agent, case, photo())


def test_whoever_looks_is_logged(cast: Cast, case: Case) -> None:
    evidence = added(cast.agent, case, photo())
    piece = view(cast.agent, case.number, evidence.seq, copy="redacted", now=NOW)
    assert b"".join(piece.chunks()) == path_of(evidence.redacted).read_bytes()
    assert piece.headers["X-Content-Type-Options"] == "nosniff"
    assert piece.headers["Content-Security-Policy"].startswith("sandbox")
    look = EvidenceView.objects.get(evidence=evidence)
    assert (look.by_staff_id, look.act, look.copy) == (cast.agent.staff_id, "view", "redacted")


def test_a_file_that_is_lost_is_told_in_a_sentence_and_not_as_looked_at(
    cast: Cast, case: Case
) -> None:
    """A restore may have brought the database back without the files."""
    one = added(cast.agent, case, photo())
    view(owner_of(cast, case), case.number, one.seq, copy="redacted", now=NOW)
    path_of(one.redacted).unlink()
    for look in (view, show):
        with pytest.raises(WrongState, match="不在存储中"):
            look(owner_of(cast, case), case.number, one.seq, copy="redacted", now=NOW + DAY)
    with pytest.raises(WrongState, match="不在存储中"):
        show(owner_of(cast, case), case.number, one.seq, copy="redacted", now=NOW)
    assert EvidenceView.objects.count() == 1


def test_the_original_asks_for_a_reason(cast: Cast, case: Case) -> None:
    evidence = added(cast.agent, case, photo())
    owner = owner_of(cast, case)
    with pytest.raises(Unfit, match="事由"):
        view(owner, case.number, evidence.seq, copy="original", now=NOW)
    piece = view(owner, case.number, evidence.seq, copy="original", now=NOW, reason="reply")
    assert piece.headers["Content-Disposition"] == f"attachment; filename={evidence.seq}-photo.jpg"
    assert EvidenceView.objects.get(evidence=evidence).reason == "reply"


def test_a_stranger_learns_of_no_evidence(cast: Cast, case: Case) -> None:
    evidence = added(cast.agent, case, photo())
    with pytest.raises(UnknownCase):
        view(cast.stranger, case.number, evidence.seq, copy="redacted", now=NOW)
    assert not EvidenceView.objects.exists()


def test_an_identity_copy_is_not_for_everybody(cast: Cast, case: Case) -> None:
    evidence = added(cast.agent, case, photo(), "证件.jpg", "id_copy")
    with pytest.raises(NotAllowed):
        view(cast.agent, case.number, evidence.seq, copy="redacted", now=NOW)


def test_taking_evidence_out_needs_a_second_person(cast: Cast, case: Case) -> None:
    owner = owner_of(cast, case)
    evidence = added(owner, case, photo())
    with pytest.raises(NotAllowed):
        export(owner, case.number, evidence.seq, now=NOW)
    words = {"evidence": [evidence.seq], "purpose": "监管部门调取"}
    asked = make_move(owner, case.number, "export_evidence", words, now=NOW)
    assert asked.verb == "request"
    with pytest.raises(NotAllowed):
        export(owner, case.number, evidence.seq, now=NOW)
    make_move(cast.manager, case.number, "approve", {"request": asked.seq}, now=NOW)
    assert export(owner, case.number, evidence.seq, now=NOW).path.exists()
    taken = EvidenceView.objects.get(act="export")
    assert (unseal_json(bytes(taken.purpose or b"")), taken.reason) == ("监管部门调取", "")
    with pytest.raises(NotAllowed):
        export(cast.manager, case.number, evidence.seq, now=NOW)
    with pytest.raises(NotAllowed):
        export(owner, case.number, evidence.seq, now=NOW + DAY)


def test_what_was_approved_before_purposes_were_sealed_is_taken_out(cast: Cast, case: Case) -> None:
    owner = owner_of(cast, case)
    seq = added(owner, case, photo()).seq
    told = {"evidence": [seq], "purpose": "监管部门调取", "for": owner.staff_id}
    wrote_of_old(case, "export_evidence", owner, told, NOW)
    assert export(owner, case.number, seq, now=NOW).path.exists()
    taken = EvidenceView.objects.get(act="export")
    assert unseal_json(bytes(taken.purpose or b"")) == "监管部门调取"


def test_a_look_keeps_no_reason_but_one_of_the_list(cast: Cast, case: Case) -> None:
    """§18: a reason typed into the address would stand in the log of looks in clear."""
    seq = added(cast.agent, case, photo()).seq
    with pytest.raises(Unfit):
        view(cast.privacy, case.number, seq, copy="original", now=NOW, reason="孙女士要看")
    view(cast.privacy, case.number, seq, copy="redacted", now=NOW, reason="孙女士要看")
    assert EvidenceView.objects.get().reason == ""
