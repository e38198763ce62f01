"""T32, T33, §18: a closed case becomes a package that proves itself, and is forgotten in time."""

import zipfile
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import msgspec
import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from cases.files import photo
from cast import Cast
from jiesu.cases.archives import package_of, prove, unlocked
from jiesu.cases.intake.contact import Intake
from jiesu.cases.intake.receive import receive
from jiesu.cases.models import Case, Entry, Evidence, Message
from jiesu.cases.moves import make_move
from jiesu.cases.package import write_package
from jiesu.cases.rebuild import differences
from jiesu.cases.refusals import NotAllowed, UnknownCase, WrongState
from jiesu.cases.search import search
from jiesu.cases.timed import TimedAct, act_on_waiting
from jiesu.cases.uploads import take_in
from jiesu.cases.vault import path_of
from jiesu.cases.verify import verify
from jiesu.people.actor import SYSTEM, Actor
from jiesu.people.models import AuditEntry

NOW = datetime(2026, 9, 18, 9, 30, tzinfo=UTC)
WEEK = timedelta(days=7)
LONG_AFTER = datetime(2029, 9, 19, 0, 0, tzinfo=UTC)
PHONE = "13800005678"


@pytest.fixture(autouse=True)
def vault(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def case(cast: Cast) -> Case:
    words = f"家里宽带网速很慢,签约三百兆,请打{PHONE}联系我。"
    told = Intake(channel="hotline", description=words, desired_outcome="修好", phone=PHONE)
    return receive(cast.agent, told, now=NOW)


def owner_of(cast: Cast, case: Case) -> Actor:
    return cast.owner if case.owner_id == cast.owner.staff_id else cast.second_owner


def added(actor: Actor, case: Case, content: bytes, kind: str = "photo") -> Evidence:
    receipt = take_in([content], name="光猫.jpg", kind=kind, actor=actor)
    entry = make_move(actor, case.number, "add_evidence", {"receipt": receipt}, now=NOW)
    return Evidence.objects.get(case=case, seq=entry.seq)


def withdrawn(cast: Cast, case: Case) -> Case:
    words = {"proof": "recording", "reference": "R-1"}
    make_move(owner_of(cast, case), case.number, "withdraw", words, now=NOW)
    return Case.objects.get(pk=case.pk)


def archived(cast: Cast, case: Case) -> Case:
    withdrawn(cast, case)
    assert act_on_waiting(NOW + WEEK) == TimedAct(case.number, "archive")
    return Case.objects.get(pk=case.pk)


def test_a_closed_case_is_archived_after_a_week_and_not_before(cast: Cast, case: Case) -> None:
    withdrawn(cast, case)
    assert act_on_waiting(NOW + WEEK - timedelta(seconds=1)) is None
    assert act_on_waiting(NOW + WEEK) == TimedAct(case.number, "archive")
    stored = Case.objects.get(pk=case.pk)
    assert stored.state == "ARCHIVED"
    assert prove(stored) == []
    assert verify(stored) is None
    assert differences(stored) == []


def test_the_package_holds_everything_masked_or_sealed(cast: Cast, case: Case) -> None:
    content = photo()
    one = added(cast.agent, case, content)
    stored = archived(cast, case)
    with zipfile.ZipFile(package_of(stored)) as package:
        assert set(package.namelist()) == {
            "case.json", "ledger.jsonl", "sealed.jsonl", "messages.jsonl", "manifest.json",
            f"evidence/{one.seq}-photo",
        }  # fmt: skip
        assert package.read(f"evidence/{one.seq}-photo") == content
        for name in ("case.json", "ledger.jsonl", "messages.jsonl"):
            assert PHONE.encode() not in package.read(name), name
        lines = [msgspec.json.decode(x) for x in package.read("ledger.jsonl").splitlines()]
    hashes = Entry.objects.filter(case=stored).order_by("seq").values_list("hash", flat=True)
    assert [line["hash"] for line in lines] == [bytes(h).hex() for h in hashes][:-1]


def test_the_same_case_gives_the_same_bytes(cast: Cast, case: Case) -> None:
    added(cast.agent, case, photo())
    stored = Case.objects.get(pk=case.pk)
    entries = list(Entry.objects.filter(case=stored).order_by("seq"))
    packages = []
    for _ in range(2):
        target = BytesIO()
        write_package(target, stored, entries)
        packages.append(target.getvalue())
    assert packages[0] == packages[1]


def test_a_package_that_was_touched_is_found_out(cast: Cast, case: Case) -> None:
    stored = archived(cast, case)
    path = package_of(stored)
    path.write_bytes(path.read_bytes() + b"x")
    assert "哈希不符" in prove(stored)[0].why
    path.unlink()
    assert "不在" in prove(stored)[0].why


def test_an_archive_is_opened_with_a_second_person_and_audited(cast: Cast, case: Case) -> None:
    stored = archived(cast, case)
    later = NOW + 2 * WEEK
    words = {"purpose": "法院调取材料"}
    asked = make_move(cast.auditor, stored.number, "unlock", words, now=later)
    assert asked.verb == "request"
    with pytest.raises(UnknownCase):
        unlocked(cast.auditor, stored.number, later)
    make_move(cast.legal, stored.number, "approve", {"request": asked.seq}, now=later)
    assert unlocked(cast.auditor, stored.number, later) == package_of(stored)
    assert AuditEntry.objects.filter(verb="take_archive").count() == 1
    with pytest.raises(UnknownCase):
        unlocked(cast.legal, stored.number, later)
    with pytest.raises(NotAllowed):
        unlocked(cast.auditor, stored.number, later + timedelta(days=1))
    assert prove(Case.objects.get(pk=stored.pk)) == []


def test_a_package_that_is_lost_is_told_in_a_sentence_and_not_as_taken_out(
    cast: Cast, case: Case
) -> None:
    stored = archived(cast, case)
    later = NOW + 2 * WEEK
    asked = make_move(cast.auditor, stored.number, "unlock", {"purpose": "法院调取"}, now=later)
    make_move(cast.legal, stored.number, "approve", {"request": asked.seq}, now=later)
    package_of(stored).unlink()
    with pytest.raises(WrongState, match="不在存储中"):
        unlocked(cast.auditor, stored.number, later)
    assert not AuditEntry.objects.filter(verb="take_archive").exists()


def test_at_the_end_of_its_term_a_case_is_forgotten_and_its_ledger_still_holds(
    cast: Cast, case: Case, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    one = added(cast.agent, case, photo())
    stored = archived(cast, case)
    package = package_of(stored)
    assert act_on_waiting(LONG_AFTER - timedelta(days=2)) is None
    with django_capture_on_commit_callbacks(execute=True):
        assert act_on_waiting(LONG_AFTER) == TimedAct(case.number, "erase")
    gone = Case.objects.get(pk=case.pk)
    left = Entry.objects.filter(case=gone).exclude(secret=None, salt=None, request_digest=None)
    assert not left.exists()
    assert (gone.secret, gone.masked, gone.description, gone.subject) == (None, {}, "", "")
    assert not Message.objects.filter(case=gone).exclude(body="").exists()
    assert not package.exists()
    assert not path_of(one.sha256).exists()
    assert not path_of(one.redacted).exists()
    assert verify(gone) is None
    assert differences(gone) == []
    assert search(SYSTEM, "网速") == []
    assert (gone.waits_for, gone.waits_until) == ("", None)
    with pytest.raises(WrongState):
        package_of(gone)


def test_a_legal_hold_wins_over_every_term(cast: Cast, case: Case) -> None:
    added(cast.agent, case, photo(), "id_copy")
    stored = archived(cast, case)
    words = {"reference": "民初1号", "reason": "诉讼"}
    make_move(cast.privacy, stored.number, "hold", words, now=NOW + WEEK)
    assert act_on_waiting(LONG_AFTER) is None
    with pytest.raises(WrongState):
        make_move(SYSTEM, stored.number, "erase", {}, now=LONG_AFTER)
    make_move(cast.privacy, stored.number, "release", {"reason": "结案"}, now=LONG_AFTER)
    assert act_on_waiting(LONG_AFTER) == TimedAct(case.number, "erase")


def test_an_identity_copy_goes_long_before_the_case_and_is_in_no_package(
    cast: Cast, case: Case, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    one = added(cast.agent, case, photo(), "id_copy")
    stored = archived(cast, case)
    with zipfile.ZipFile(package_of(stored)) as package:
        assert not [name for name in package.namelist() if name.startswith("evidence/")]
    month_later = NOW + timedelta(days=31)
    with django_capture_on_commit_callbacks(execute=True):
        assert act_on_waiting(month_later) == TimedAct(case.number, "erase")
    assert Evidence.objects.get(pk=one.pk).erased_at is not None
    assert not path_of(one.sha256).exists()
    after = Case.objects.get(pk=case.pk)
    assert after.masked
    assert prove(after) == []
    assert differences(after) == []
    assert act_on_waiting(month_later) is None


def test_a_file_that_another_case_needs_stays(
    cast: Cast, case: Case, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    told = Intake(channel="hotline", description="另一件投诉,同一张照片。", phone=PHONE)
    other = receive(cast.agent, told, now=NOW)
    one, _ = added(cast.agent, case, photo()), added(cast.agent, other, photo())
    archived(cast, case)
    with django_capture_on_commit_callbacks(execute=True):
        act_on_waiting(LONG_AFTER)
    assert path_of(one.sha256).exists()
