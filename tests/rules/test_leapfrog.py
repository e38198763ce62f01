"""An authority was asked before us: classed by what we did, and said in both languages (§15.5)."""

from datetime import UTC, datetime, timedelta

from msgspec.structs import replace

from jiesu.rules.repeats import load_repeats
from jiesu.rules.repeats.contact import EarlierCase
from jiesu.rules.repeats.leapfrog import Leapfrog, judge_leapfrog
from rules.saying import said

NOW = datetime(2026, 9, 18, 9, 30, tzinfo=UTC)
OURS = EarlierCase(
    no="TS1", users=frozenset({"a"}), category="N-04", received_at=NOW - timedelta(days=2)
)


def judged(*earlier: EarlierCase) -> Leapfrog:
    return judge_leapfrog(NOW, earlier, load_repeats().windows)


def test_who_never_told_us_leapt() -> None:
    leap = judged()
    assert leap.kind == "skip"
    assert "没有向本企业反映过" in said(leap.because)


def test_who_did_not_wait_was_impatient_and_who_waited_too_long_was_right() -> None:
    patient, late = judged(OURS), judged(replace(OURS, breached=True))
    assert (patient.kind, said(patient.because)) == ("impatient", "投诉单TS1仍在时限内办理")
    assert (late.kind, said(late.because)) == ("justified", "投诉单TS1已超时限")


def test_who_was_not_satisfied_was_right_too() -> None:
    leap = judged(replace(OURS, dissatisfied=True))
    assert (leap.kind, leap.of) == ("justified", "TS1")
    assert "不满意" in said(leap.because)
