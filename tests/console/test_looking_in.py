"""Inspections, emergency looks and archives on screen: two people, a term, a trace (§17, T33)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cast import Cast
from console.conftest import Enter
from jiesu.cases.models import Case
from jiesu.people.models import AuditEntry, BrokenGlass, GlassNotice, Inspection

TODAY = timezone.localdate()
ASKED = {
    "purpose": "省局例行检查第三季度办理质量",
    "first_day": TODAY.isoformat(),
    "last_day": (TODAY + timedelta(days=3)).isoformat(),
}


def test_an_auditor_sees_cases_only_once_another_agreed(
    cast: Cast, enter: Enter, case: Case
) -> None:
    """§21.38: asked for on screen, approved by the privacy officer, ended before its time."""
    auditor, privacy = enter(cast.auditor), enter(cast.privacy)
    address = f"/console/cases/{case.number}/"
    assert auditor.get(address).status_code == 404
    made = auditor.post("/console/inspections", {**ASKED, "unit": cast.city.code})
    assert made.status_code == 302
    assert auditor.get(address).status_code == 404
    one = Inspection.objects.get()
    auditor.post(f"/console/inspections/{one.pk}/approve")
    assert auditor.get(address).status_code == 404, "nobody approves the own request"
    assert "省局例行检查" in privacy.get("/console/inspections").content.decode()
    privacy.post(f"/console/inspections/{one.pk}/approve")
    assert auditor.get(address).status_code == 200
    assert AuditEntry.objects.filter(verb="inspect", by=cast.auditor.staff_id).exists()
    privacy.post(f"/console/inspections/{one.pk}/end")
    assert auditor.get(address).status_code == 404


def test_a_declined_inspection_opens_nothing(cast: Cast, enter: Enter, case: Case) -> None:
    auditor, legal = enter(cast.auditor), enter(cast.legal)
    auditor.post("/console/inspections", {**ASKED, "unit": cast.city.code})
    legal.post(f"/console/inspections/{Inspection.objects.get().pk}/decline")
    assert "已驳回" in auditor.get("/console/inspections").content.decode()
    assert auditor.get(f"/console/cases/{case.number}/").status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"purpose": "看看"},
        {"first_day": "明天"},
        {"last_day": (TODAY + timedelta(days=400)).isoformat()},
        {"unit": "NOWHERE"},
    ],
)
def test_an_inspection_without_purpose_place_or_bounds_is_not_asked_for(
    cast: Cast, enter: Enter, wrong: dict[str, str]
) -> None:
    page = enter(cast.auditor).post(
        "/console/inspections", {**ASKED, "unit": cast.city.code, **wrong}
    )
    assert page.status_code == 422
    assert not Inspection.objects.exists()


def test_an_emergency_look_opens_one_case_and_is_reviewed(
    cast: Cast, enter: Enter, case: Case
) -> None:
    stranger, privacy = enter(cast.stranger), enter(cast.privacy)
    address = f"/console/cases/{case.number}/"
    missing = stranger.get(address)
    assert missing.status_code == 404
    assert "/console/emergency" in missing.content.decode()
    words = {"number": case.number, "reason": "线缆垂落有人受伤，原单位电话无人接听"}
    opened = stranger.post("/console/emergency", words)
    assert opened.headers["Location"] == address
    assert stranger.get(address).status_code == 200
    page = privacy.get("/console/looks").content.decode()
    assert case.number in page
    notice = GlassNotice.objects.get(officer=cast.privacy.staff_id or 0)
    privacy.post(f"/console/looks/{notice.pk}")
    notice.refresh_from_db()
    assert notice.seen_at is not None


@pytest.mark.parametrize("wrong", [{"reason": "急"}, {"number": "TS000"}])
def test_an_emergency_needs_a_case_and_a_reason(
    cast: Cast, enter: Enter, case: Case, wrong: dict[str, str]
) -> None:
    words = {"number": case.number, "reason": "线缆垂落有人受伤，原单位电话无人接听", **wrong}
    assert enter(cast.stranger).post("/console/emergency", words).status_code == 422
    assert not BrokenGlass.objects.exists()


def test_an_archive_that_was_not_agreed_to_stays_shut(cast: Cast, enter: Enter, case: Case) -> None:
    auditor = enter(cast.auditor)
    refused = auditor.post("/console/archives", {"number": case.number, "purpose": "法院调取"})
    assert refused.status_code == 422
    assert "TS000" not in refused.content.decode()
    page = auditor.get("/console/archives/take", {"number": case.number}, follow=True)
    assert "没有找到为您开启的档案" in page.content.decode()
