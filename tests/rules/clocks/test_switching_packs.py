"""§6.2: a switch shows its effect before it is made."""

from datetime import date

import pytest

from jiesu.rules.clocks.switch import Change, Sample, diff
from jiesu.rules.policies.shelf import UnknownPackError, load_shelf
from jiesu.rules.policies.traits import Traits
from rules.clocks.ledger import CALENDAR, Ledger, at
from rules.saying import said

SHELF = load_shelf()


def sample(number: str, region: str) -> Sample:
    facts = Ledger().say("receive", "2026-09-18 17:30", region=region).facts
    traits = Traits(province=region[:2], city=region)
    refs = SHELF.resolve(traits, date(2026, 9, 18), frozenset({"CN-NATIONAL", "SEED-D"}))
    return Sample(number, date(2026, 9, 18), refs, traits, facts)


CASES = [sample("henan", "410100"), sample("chongqing", "500100")]


def test_a_stricter_local_pack_moves_only_its_own_cases() -> None:
    changes = diff(SHELF, CASES, CALENDAR, enable=frozenset({"CN-HENAN"}))
    old, new = at("2026-10-03 24:00"), at("2026-09-24 24:00")
    assert list(changes) == [Change("henan", "ANSWER", old, new)]


def test_a_laxer_local_pack_moves_nothing() -> None:
    assert list(diff(SHELF, CASES, CALENDAR, enable=frozenset({"CN-CHONGQING"}))) == []


def test_disabling_a_pack_shows_what_would_be_lost() -> None:
    changes = list(diff(SHELF, CASES[:1], CALENDAR, disable=frozenset({"SEED-D"})))
    assert [(one.clock, one.new) for one in changes] == [("ACCEPT", None), ("INVEST", None)]


def test_an_unknown_pack_is_refused() -> None:
    with pytest.raises(UnknownPackError) as refused:
        list(diff(SHELF, CASES, CALENDAR, enable=frozenset({"CN-MARS"})))
    assert "没有策略包 CN-MARS" in said(refused.value.because)
