"""C2, §21 #36: a notice of holidays comes, and the promises it touches are reckoned anew."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import Settings

from cast import Cast
from jiesu.cases.book import forget_calendar, shelf
from jiesu.cases.calendar import Imported, approve_calendar, ask_calendar
from jiesu.cases.intake.contact import Intake
from jiesu.cases.intake.receive import receive
from jiesu.cases.models import CalendarDay, Case, Entry, Message, PromiseRow
from jiesu.cases.rebuild import differences
from jiesu.cases.recompute import recompute
from jiesu.people.models import AuditEntry
from jiesu.rules.policies.shelf import pack_files
from jiesu.rules.workdays.importing import UnreadableDaysError
from jiesu.rules.workdays.statute import statutory_days

RECEIVED = datetime(2026, 12, 14, 2, 0, tzinfo=UTC)
LATER = RECEIVED + timedelta(days=2)
SOURCE = "关于2027年部分节假日安排的通知"


@pytest.fixture(autouse=True)
def _own_calendar() -> None:
    forget_calendar()


@pytest.fixture
def henan_in_force(tmp_path: Path, settings: Settings) -> Iterator[None]:
    """The operator's own folder switches the pack of Henan on."""
    own = next(path for path in pack_files() if path.name == "cn-henan.toml")
    text = own.read_text("utf-8").replace("[[rule]]", "default_on = true\n\n[[rule]]", 1)
    board = tmp_path / own.parent.name
    board.mkdir()
    (board / own.name).write_text(text, "utf-8")
    settings.PACKS_DIR = str(tmp_path)
    shelf.cache_clear()
    yield
    shelf.cache_clear()


def notice(*more: str) -> str:
    """The statutory days of 2027 as announced, and ``more`` lines."""
    told = [f"{on},STATUTORY" for on in statutory_days(2027)]
    return "\n".join(["date,kind", *told, *more])


def received(cast: Cast, region: str = "440100", at: datetime = RECEIVED) -> Case:
    words = "家里宽带网速很慢,签约三百兆,有线测速只有六十兆。"
    told = Intake(channel="hotline", description=words, phone="13800005678", region=region)
    return receive(cast.agent, told, now=at)


def promise(case: Case, clock: str, pack: str) -> PromiseRow:
    return PromiseRow.objects.get(case_id=case.id, clock=clock, pack=pack)


def laid(cast: Cast, *more: str) -> Imported:
    """Brought by one, approved by another."""
    return approve_calendar(
        cast.legal, ask_calendar(notice(*more), SOURCE, cast.admin, LATER), LATER
    )


def imported(cast: Cast, *more: str) -> int:
    laid(cast, *more)
    return recompute(2027, 2027, LATER)


def test_a_period_into_an_unannounced_year_is_provisional(cast: Cast) -> None:
    assert promise(received(cast), "INVEST", "SEED-D").provisional


def test_the_notice_makes_it_final_without_a_word_when_nothing_moved(cast: Cast) -> None:
    case = received(cast)
    before = promise(case, "INVEST", "SEED-D").due_at
    assert imported(cast) == 0
    row = promise(case, "INVEST", "SEED-D")
    assert (row.due_at, row.provisional) == (before, False)
    assert not Entry.objects.filter(case=case, verb="recompute").exists()


def test_a_longer_period_by_law_keeps_its_earlier_end(cast: Cast) -> None:
    case = received(cast)
    before = promise(case, "INVEST", "SEED-D").due_at
    assert imported(cast, "2027-01-04,BRIDGE_OFF") == 1
    assert promise(case, "INVEST", "SEED-D").due_at == before
    entry = Entry.objects.get(case=case, verb="recompute")
    told = next(line for line in entry.facts["changes"] if line[0] == "INVEST")
    old, new = map(datetime.fromisoformat, told[3:])
    assert (old, new - old) == (before, timedelta(days=1))
    assert [line[0] for line in entry.facts["kept"]] == ["INVEST"]


def test_a_shorter_period_moves_and_the_owner_is_told(cast: Cast) -> None:
    case = received(cast)
    before = promise(case, "INVEST", "SEED-D").due_at
    imported(cast, "2027-01-02,MAKEUP_WORK")
    assert promise(case, "INVEST", "SEED-D").due_at < before
    assert "调查核实至" in Message.objects.get(case=case, template="W10").body
    assert not Message.objects.filter(case=case, template="N47").exists()


@pytest.mark.usefixtures("henan_in_force")
def test_the_customer_is_told_when_the_answer_is_due_on_another_day(cast: Cast) -> None:
    case = received(cast, "410100", RECEIVED + timedelta(days=14))
    before = promise(case, "ANSWER", "CN-HENAN").due_at
    imported(cast, "2027-01-03,MAKEUP_WORK")
    after = promise(case, "ANSWER", "CN-HENAN").due_at
    assert after < before
    (letter,) = Message.objects.filter(case=case, template="N47")
    (day,) = re.findall(r"2027年1月(\d+)日", letter.body)
    assert date(2027, 1, int(day)) == date(2027, 1, 4)


def test_what_was_recomputed_stays_so_and_can_be_rebuilt(cast: Cast) -> None:
    case = received(cast)
    imported(cast, "2027-01-04,BRIDGE_OFF")
    assert recompute(2027, 2027, LATER) == 0
    assert differences(Case.objects.get(pk=case.pk)) == []


def test_the_import_queues_the_recomputing_and_is_audited(cast: Cast) -> None:
    told = laid(cast)
    assert told.years == (2027,)
    job = ProcrastinateJob.objects.get(task_name="cases.recompute")
    assert job.args == {"first": 2027, "last": 2027}
    assert AuditEntry.objects.filter(verb="import_calendar").count() == 1


def test_a_day_told_again_is_told_anew(cast: Cast) -> None:
    laid(cast, "2027-01-04,BRIDGE_OFF")
    laid(cast, "2027-01-04,WORKDAY")
    assert CalendarDay.objects.get(date=date(2027, 1, 4)).kind == "WORKDAY"


def test_a_bad_line_keeps_everything_out(cast: Cast) -> None:
    with pytest.raises(UnreadableDaysError):
        ask_calendar(notice("2027-13-01,WORKDAY"), SOURCE, cast.admin, LATER)
    assert not CalendarDay.objects.exists()
    assert not ProcrastinateJob.objects.exists()
