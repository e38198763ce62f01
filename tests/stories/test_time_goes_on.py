"""Clocks that nobody watches, years nobody has announced, requests with terms of their own."""

import pytest

from jiesu.cases.book import forget_calendar
from jiesu.cases.calendar import approve_calendar, ask_calendar
from jiesu.cases.recompute import recompute
from jiesu.rules.workdays.statute import statutory_days
from stories.telling import Telling, shanghai

SLOW = "家里宽带网速很慢,签约三百兆,有线测速只有六十兆,已经一周了。"


@pytest.fixture
def own_calendar() -> None:
    """Look at the calendar of this test, not at the one before."""
    forget_calendar()


def test_a_breach_is_dated_when_it_fell_though_nobody_was_there(tell: Telling) -> None:
    """§21.35, C11, C12: the keeper was away for a day and catches up."""
    tell.at("2026-09-18 17:29")
    tell.take(tell.cast.agent, SLOW)
    due = tell.clock("ACCEPT", "SEED-D")["due_at"]
    assert due == shanghai("2026-09-19 17:30")
    tell.at("2026-09-20 17:00")
    tell.keeper()
    broken = [line for line in tell.ledger("breach") if line["facts"]["clock"] == "ACCEPT"]
    assert len(broken) == 1
    assert broken[0]["facts"]["happened_at"] == "2026-09-19T09:30:00Z"
    assert broken[0]["at"].startswith("2026-09-20T09:00")
    tell.keeper()
    assert len(tell.ledger("breach")) == len({line["seq"] for line in tell.ledger("breach")})
    tell.whole()


@pytest.mark.usefixtures("own_calendar")
def test_a_term_into_an_unannounced_year_is_foreseen_then_fixed(tell: Telling) -> None:
    """§21.36, C2: fifteen working days into 2027 are provisional until the notice comes."""
    tell.at("2026-12-14 10:00")
    tell.take(tell.cast.agent, SLOW)
    foreseen = tell.clock("INVEST", "SEED-D")
    assert foreseen["provisional"] is True
    assert foreseen["because"][-1].startswith("预计")
    notice = ["date,kind", *(f"{day},STATUTORY" for day in statutory_days(2027))]
    tell.later(days=2)
    brought = ask_calendar("\n".join(notice), "2027年通知", tell.cast.admin, tell.now)
    approve_calendar(tell.cast.legal, brought, tell.now)
    recompute(2027, 2027, tell.now)
    fixed = tell.clock("INVEST", "SEED-D")
    assert fixed["provisional"] is False
    tell.whole()


def test_a_request_about_one_s_own_data_has_fifteen_days(tell: Telling) -> None:
    """§21.33, R20: routed to the privacy officer; deletion is answered with the legal term."""
    cast = tell.cast
    tell.at("2026-09-18 10:00")
    tell.take(cast.agent, "我已经销户,请删除我的全部个人信息并书面答复。", category="P-04-03")
    assert tell.clock("PI_REQUEST")["due_at"] == shanghai("2026-10-03 24:00")
    tell.say(tell.owner, "accept")
    tell.say(tell.owner, "investigate", investigator_id=cast.investigator.staff_id)
    tell.say(
        cast.investigator,
        "find",
        answers=[{"claim": "删除全部个人信息", "verdict": "partly"}],
        cause="R-POLICY",
        liability="NONE",
        explanation="营销资料可删;投诉记录须依法保存三年",
        no_evidence_because="依法律规定答复",
    )
    offer = {"measures": "删除营销资料,其余依法保存", "done_by": "9月25日", "apology": "感谢理解"}
    tell.say(tell.owner, "propose", **offer)
    tell.say(tell.owner, "agree", evidence="录音 1")
    admitted = {"apology_facts": "营销资料未及时删除", "apology_impact": "可能收到营销信息"}
    told = {**admitted, "apology_prevention": "销户即删", "result": "已删除营销资料"}
    tell.say(tell.owner, "resolve", **told)
    assert tell.clock("PI_REQUEST")["stopped_at"] == tell.now
    assert "三年" in tell.letter("N22")
    assert tell.sheet()["customer"]["phone"] == "138****5678", "the complaint itself is kept"
