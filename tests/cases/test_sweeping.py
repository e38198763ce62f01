"""§18: what was taken in and never attached is erased, and nothing else is."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from cases.files import photo
from cast import Cast
from jiesu.cases.intake.contact import Intake
from jiesu.cases.intake.receive import receive
from jiesu.cases.models import Case, Evidence
from jiesu.cases.moves import make_move
from jiesu.cases.sweeping import sweep_vault
from jiesu.cases.uploads import VALID_FOR, take_in
from jiesu.cases.vault import keep_bytes, left_in_the_anteroom, path_of, stored
from jiesu.portal.terms import terms
from portal.test_photos import picture

LATER = timedelta(days=4)
"""After the term, however the days fall."""


@pytest.fixture(autouse=True)
def vault(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "evidence"
    return Path(settings.MEDIA_ROOT)


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def case(cast: Cast, now: datetime) -> Case:
    words = "家里宽带网速很慢,签约三百兆,有线测速只有六十兆。"
    told = Intake(channel="hotline", description=words, desired_outcome="修好", phone="13800005678")
    return receive(cast.agent, told, now=now)


def attached(cast: Cast, case: Case, content: bytes, now: datetime) -> Evidence:
    receipt = take_in([content], name="光猫.jpg", kind="photo", actor=cast.agent)
    make_move(cast.agent, case.number, "add_evidence", {"receipt": receipt}, now=now)
    return Evidence.objects.get(case=case)


@pytest.mark.usefixtures("cast")
def test_pictures_of_a_complaint_never_sent_are_erased(client: Client, now: datetime) -> None:
    client.post("/complain/photos/", {"camera": picture(), "go": "stay"})
    assert [*stored()]
    assert sweep_vault(now + timedelta(hours=terms().visit.draft_hours)) == 0
    assert sweep_vault(now + VALID_FOR) == 0
    assert sweep_vault(now + LATER) == 2  # the picture, and its copy for wide use
    assert [*stored()] == []
    assert sweep_vault(now + LATER) == 0


def test_evidence_and_its_copy_stay(cast: Cast, case: Case, now: datetime) -> None:
    piece = attached(cast, case, photo(), now)
    take_in([photo(size=(30, 30))], name="另一张.jpg", kind="photo", actor=cast.agent)
    assert sweep_vault(now + LATER) == 2
    assert path_of(piece.sha256).exists()
    assert path_of(piece.redacted).exists()


def test_an_archive_stays(case: Case, now: datetime) -> None:
    package = keep_bytes(b"a package")
    Case.objects.filter(pk=case.pk).update(record={**case.record, "archive": {"sha256": package}})
    assert sweep_vault(now + LATER) == 0
    assert path_of(package).exists()


def test_what_comes_in_again_waits_anew(cast: Cast, now: datetime) -> None:
    take_in([photo()], name="光猫.jpg", kind="photo", actor=cast.agent)
    long_ago = (now - LATER).timestamp()
    for path in stored():
        os.utime(path, (long_ago, long_ago))
    take_in([photo()], name="光猫.jpg", kind="photo", actor=cast.agent)
    assert sweep_vault(now) == 0


def test_an_arrival_that_was_broken_off_is_cleared_away(vault: Path, now: datetime) -> None:
    anteroom = vault / "arriving"
    anteroom.mkdir(parents=True)
    (anteroom / "half").write_bytes(b"half a film")
    assert sweep_vault(now) == 0
    assert sweep_vault(now + LATER) == 1
    assert [*left_in_the_anteroom()] == []


def test_an_empty_house_has_nothing_to_sweep() -> None:
    assert sweep_vault(datetime(2026, 9, 18, tzinfo=UTC)) == 0
