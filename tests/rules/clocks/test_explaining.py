"""Every due date can be told sentence by sentence."""

import re

import pytest

from jiesu.rules.clocks.derive import derive
from jiesu.rules.clocks.explain import explain
from jiesu.rules.clocks.trial import example_facts
from jiesu.rules.policies.reading import PAUSE_REASONS
from jiesu.rules.policies.shelf import load_shelf
from jiesu.rules.wording import Teller, in_chinese, words
from rules.clocks.ledger import CALENDAR, Ledger, at

PACKS = load_shelf().packs
HAN = re.compile(r"[\u4e00-\u9fff]")
FRIDAY = "17:30 on Friday 18 September 2026"
NATURAL_DAYS = "weekends and holidays do; day 15 is Saturday 3 October (Civil Code, Art. 201)."
ENGLISH = Teller("en", quote=lambda _chinese: "«»")
"""Tells in English; what stays Chinese on purpose is left out."""


def told(case: Ledger, clock: str) -> str:
    promise = case.all(clock)[-1]
    (rule,) = (r for r in case.rules if (r.pack, r.name) == (promise.pack, promise.rule))
    return "\n".join(map(in_chinese, explain(promise, case.facts, rule, CALENDAR)))


def test_the_national_answer_is_told_from_clause_to_due() -> None:
    story = told(Ledger("CN-NATIONAL").say("receive", "2026-09-18 17:30"), "ANSWER")
    assert "答复用户（法律法规，CN-NATIONAL）。依据：工信部令第35号" in story
    assert "起算事由：收到来件（案卷第 1 条" in story
    assert "最后一日即使是休息日也不顺延" in story
    assert story.endswith("到期：2026年10月3日 24:00（周六）。")
    assert story.count("到期：") == 1


def test_pauses_and_their_cap_are_told() -> None:
    case = Ledger("SEED-A").say("receive", "2026-11-02 09:00").say("ask", "2026-11-03 09:00")
    assert "起暂停中；累计最多顺延10个工作日" in told(case, "ACCEPT")
    case.say("supplement", "2026-11-03 12:30")
    assert "因等待用户补充材料暂停，共顺延 3小时30分钟。" in told(case, "ACCEPT")


def test_a_clock_that_cannot_pause_says_so() -> None:
    case = Ledger("CN-NATIONAL").say("receive", "2026-11-02 09:00").say("ask", "2026-11-03 09:00")
    assert "暂停不影响本时限" in told(case, "ANSWER")


def test_extensions_good_and_bad_are_told() -> None:
    new = at("2026-12-01 24:00").isoformat()
    case = Ledger("SEED-D", "CN-NATIONAL").say("receive", "2026-11-02 09:00")
    case.say("extend", "2026-11-20 09:00", clock="INVEST", new_due_at=new, user_told=True)
    assert "其中 1 次未生效" in told(case, "INVEST")
    case.say("file_extension", "2026-11-20 10:00", clock="INVEST")
    assert "延期有效 1 次，原期限 2026年11月23日 24:00（周一）。" in told(case, "INVEST")
    case.say("extend", "2026-11-20 09:00", clock="ANSWER", new_due_at=new)
    assert "本时限不得延期" in told(case, "ANSWER")


def test_night_hours_earlier_receipt_merger_and_lateness_are_told() -> None:
    night = Ledger("SEED-E").say("order_assign", "2026-09-18 22:10", order="1")
    assert "夜间到达，自 2026年9月19日 08:00（周六） 起算" in told(night, "FIRST_RESPONSE")
    letter = Ledger("CN-NATIONAL").say(
        "receive", "2026-09-18 17:30", received_at="2026-09-17T02:00:00+00:00"
    )
    letter.say("merge", "2026-09-19 09:00", earliest_received_at="2026-09-16T02:00:00+00:00")
    letter.say("resolve", "2026-10-08 09:00")
    story = told(letter, "ANSWER")
    assert "实际发生更早" in story
    assert "并入的投诉最早于 2026年9月16日 10:00（周三） 收到" in story
    assert "超时 6天9小时" in story


def test_a_stricter_due_is_explained_as_long_as_the_two_are_one() -> None:
    case = Ledger("SEED-D").say("receive", "2026-09-18 17:30")
    strict = {"INVEST": "2026-09-25T16:00:00+00:00"}
    case.say("merge", "2026-09-21 09:00", child="TS1", strictest=strict)
    assert "两件中最严的期限为 2026年9月25日 24:00（周五）" in told(case, "INVEST")
    case.say("unmerge", "2026-09-22 09:00", child="TS1")
    assert "最严" not in told(case, "INVEST")
    late = Ledger("SEED-A").say("receive", "2026-09-18 17:30")
    late.say("merge", "2026-09-18 18:00", child="TS1", strictest=strict)
    late.say("accept", "2026-09-21 09:00")
    assert "两件中最严的期限为 2026年9月25日 24:00（周五）" in told(late, "INVEST")


def test_a_provisional_due_is_told_as_expected() -> None:
    story = told(Ledger("SEED-D").say("receive", "2026-12-14 09:00"), "INVEST")
    assert "预计到期：" in story


@pytest.mark.parametrize("code", PACKS)
def test_every_example_of_every_pack_can_be_told(code: str) -> None:
    pack = PACKS[code]
    for example in pack.examples:
        facts = example_facts(example)
        for promise in derive(facts, pack.rules, example.traits, CALENDAR):
            (rule,) = (rule for rule in pack.rules if rule.name == promise.rule)
            told = explain(promise, facts, rule, CALENDAR)
            assert len(told) >= 3
            assert all(map(in_chinese, told))
            assert HAN.search("".join(map(ENGLISH.tell, told))) is None


def test_every_verb_that_starts_a_clock_has_words() -> None:
    rules = [rule for pack in PACKS.values() for rule in pack.rules]
    starts = {trigger.verb for rule in rules for trigger in rule.start + rule.renew}
    assert {f"start_{verb}" for verb in starts} <= words().keys()


def test_every_reason_to_pause_has_words() -> None:
    assert {f"pause_{reason}" for reason in PAUSE_REASONS} <= words().keys()


def test_an_english_reader_is_told_the_same_in_english_but_for_the_clause() -> None:
    case = Ledger("CN-NATIONAL").say("receive", "2026-09-18 17:30")
    promise = case.all("ANSWER")[-1]
    (rule,) = (r for r in case.rules if (r.pack, r.name) == (promise.pack, promise.rule))
    told = [ENGLISH.tell(one) for one in explain(promise, case.facts, rule, CALENDAR)]
    assert told == [
        "Answer to the user (law, CN-NATIONAL). Rests on: «».",
        f"It begins with: the complaint was received (entry 1 of the record, written at {FRIDAY}).",
        f"Counted from {FRIDAY}, for 15 days.",
        f"{FRIDAY[9:-5]} is the day of the start and does not count; {NATURAL_DAYS}",
        "The last day stays even if it is a day off (stricter for the operator).",
        "The last day ends at 24:00 (Civil Code, Art. 203).",
        "Due: 24:00 on Saturday 3 October 2026.",
    ]
