"""Reasons are codes with what belongs to them, and are told in the language of the reader."""

import ast
import re
from datetime import UTC, date, datetime, time, timedelta
from html import escape
from string import Formatter
from typing import Any

import msgspec
import pytest

from house.source import SRC, ours, short, tree
from jiesu.rules.escalation import load_ladder
from jiesu.rules.priority import load_priorities
from jiesu.rules.reason import Quote, Reason, Title, read_all_back, read_back, why
from jiesu.rules.routing import load_routing
from jiesu.rules.wording import Teller, in_chinese, words
from jiesu.rules.workdays.amounts import Amount, Unit
from jiesu.rules.workdays.statute import made_up_days, statutory_days

HAN = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
OF_OLD: set[str] = set()
"""Codes that nothing gives any more and old entries are still told by: they are never struck."""
EVENING = datetime(2026, 10, 3, 16, 0, tzinfo=UTC)
"""24:00 on Saturday 3 October 2026 in Shanghai."""


def places(sentence: str) -> list[str]:
    return sorted(f"{name}:{how}" for _text, name, how, _as in Formatter().parse(sentence) if name)


@pytest.mark.parametrize("code", sorted(words()))
def test_both_languages_have_the_same_places_and_each_its_own_marks(code: str) -> None:
    told = words()[code]
    assert places(told.zh) == places(told.en)
    assert HAN.search(told.en) is None


def codes_in(said: ast.expr) -> tuple[list[str], set[str]]:
    """Codes written out, and beginnings of those put together: ``f"start_{verb}"``."""
    if isinstance(said, ast.JoinedStr) and isinstance(said.values[0], ast.Constant):
        return [], {str(said.values[0].value)}
    branches = [said.body, said.orelse] if isinstance(said, ast.IfExp) else [said]
    return [str(one.value) for one in branches if isinstance(one, ast.Constant)], set()


def test_every_reason_that_is_given_has_words_and_every_word_is_given() -> None:
    given: dict[str, str] = {}
    begun: set[str] = set()
    for path in ours(".py", under=(SRC,)):
        for call in ast.walk(tree(path)):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "why":
                codes, beginnings = codes_in(call.args[0])
                given |= dict.fromkeys(codes, short(path))
                begun |= beginnings
    assert {code: path for code, path in given.items() if code not in words()} == {}
    unsaid = {code for code in words() if code not in given and not code.startswith(tuple(begun))}
    assert unsaid == OF_OLD


def test_every_row_of_our_own_books_says_why_in_english_too() -> None:
    weights = load_priorities()
    rows: list[Any] = [
        *weights.impacts, *weights.urgencies, *weights.lifts, *weights.by_category,
        *load_routing().route, *load_routing().unroutable, *load_ladder().rule,
    ]  # fmt: skip
    assert [row.because for row in rows if not row.because_en or HAN.search(row.because_en)] == []


def test_what_an_order_may_lack_is_named_in_english_too() -> None:
    english = Teller("en")
    assert [name for name in load_routing().fields.values() if HAN.search(english.tell(name))] == []


def test_every_holiday_has_an_english_name() -> None:
    off = {name for year in range(2004, 2040) for name in statutory_days(year).values()}
    given = {name for year in range(2004, 2040) for name in made_up_days(year).values()}
    english = Teller("en")
    told = [english.tell(why("made_up_for", name=name)) for name in sorted(off | given)]
    assert [sentence for sentence in told if HAN.search(sentence)] == []


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        (EVENING, "2026年10月3日 24:00（周六）", "24:00 on Saturday 3 October 2026"),
        (
            EVENING - timedelta(hours=6),
            "2026年10月3日 18:00（周六）",
            "18:00 on Saturday 3 October 2026",
        ),
        (timedelta(days=1, minutes=61), "1天1小时1分钟", "1 day 1 hour 1 minute"),
        (timedelta(seconds=5), "不到1分钟", "less than a minute"),
    ],
)
def test_a_moment_and_a_length_are_said_as_the_reader_says_them(
    value: object, zh: str, en: str
) -> None:
    reason = why("done_late", at=value, length=value)
    assert in_chinese(reason) == f"已于 {zh} 完成，超时 {zh}。"
    assert Teller("en").tell(reason) == f"Done at {en}, late by {en}."


def test_days_hours_and_amounts_are_said_as_the_reader_says_them() -> None:
    first = why("first_day_left_out", day=date(2026, 10, 3))
    assert in_chinese(first).startswith("10月3日（周六）是起算当日")
    assert Teller("en").tell(first).startswith("Saturday 3 October is the day of the start")
    cut = why(
        "cutoff",
        hour=time(16),
        before=why("counts", amount=Amount(1, Unit.WD)),
        later=why("uncounted"),
    )
    assert in_chinese(cut) == "以 16:00 为界：之前计1个工作日，之后不计。"
    told = Teller("en").tell(cut)
    assert told == "What is begun before 16:00 gets 1 working day, what is begun later nothing."


def test_a_midnight_opens_a_day_and_closes_the_one_before() -> None:
    told = why("counted_from", start=EVENING, amount=Amount(2, Unit.D))
    assert in_chinese(told) == "起算时刻 2026年10月4日 00:00（周日），期限 2日。"
    assert Teller("en").tell(told) == "Counted from 00:00 on Sunday 4 October 2026, for 2 days."


def test_what_stays_chinese_is_marked_and_everything_is_made_fit_for_its_place() -> None:
    told = why(
        "rests_on", title=Title("甲", "A&B"), layer=Title("乙", "b"), pack="P", clause=Quote("丙")
    )
    teller = Teller("en", plain=escape, quote=lambda text: f"[{text}]")
    assert teller.tell(told) == "A&amp;B (b, P). Rests on: [丙]."
    chinese = Teller("zh", plain=lambda text: f"<{text}>", quote=lambda text: f"[{text}]")
    assert chinese.tell(told) == "<甲>（<乙>，<P>）。依据：<丙>。"


def test_a_sentence_of_a_book_is_said_in_english_where_that_is_known() -> None:
    english = Teller("en", {"时限已到": "the time is up", "班组长": "team leader"})
    assert english.tell("时限已到") == "the time is up"
    assert english.tell("用户家中有老人") == "用户家中有老人"
    climbed = why("unanswered", step="班组长", minutes=15, because="时限已到")
    assert (
        english.tell(climbed) == "no answer within 15 minutes by the team leader (the time is up)"
    )
    assert in_chinese(climbed) == "班组长15分钟内未确认（时限已到）"


def test_a_reason_comes_back_from_the_ledger_as_it_went_in() -> None:
    inner = why("clock_reached", clock="ANSWER", because="时限已到")
    outer = why("unanswered", step="班组长", minutes=15, because=inner)
    kept = msgspec.json.decode(msgspec.json.encode([outer, "在手3件最少"]))
    assert read_all_back(kept) == (outer, "在手3件最少")
    assert read_back(kept[0]) == outer
    assert read_all_back(kept[0]) == (outer,)
    assert read_all_back("外部机构转办") == ("外部机构转办",)
    assert isinstance(read_back(kept[0]), Reason)


def test_a_reason_of_another_version_is_told_by_its_code_and_stops_no_page() -> None:
    of_later = Reason("<told_later>", {"n": 1})
    assert Teller("zh", plain=escape).tell(of_later) == "&lt;told_later&gt;"
