"""Every pack that ships says what it means and works out its own examples."""

import re
from collections import Counter

import pytest

from jiesu.rules.clocks.trial import try_examples
from jiesu.rules.policies.catalogue import catalogue
from jiesu.rules.policies.pack import Layer
from jiesu.rules.policies.shelf import OURS, load_shelf
from jiesu.rules.workdays.calendar import book_calendar

PACKS = load_shelf().packs
ON_BY_DEFAULT = {"SEED-D", "SEED-E", "SEED-F", "CN-NATIONAL"}
ONLY_FOR_TRANSFERS = {"12345-GENERIC", "12315-2020", "12315-2026", "MIIT-35"}
SECTION_10 = """
ACK REGISTER ASSIGN ACCEPT FIRST_TOUCH DISPATCH DEPT_ACK FIRST_RESPONSE ON_TIME SAME_DAY
FAULT_REPAIR INSTALL INVEST_START INVEST SOLVE PROGRESS ANSWER EXTERNAL ODR_12315 CALLBACK EXPEDITE
APPEAL RECTIFY_PLAN RECTIFY_DONE REMEDY_PAY PI_REQUEST
"""
SECTION_6_3 = """
SEED-A SEED-D SEED-E SEED-F CN-NATIONAL CN-HENAN CN-CHONGQING 12345-GENERIC 12345-JINAN
12345-WEIFANG 12345-BEIJING 12315-2020 12315-2026 MIIT-35 PROMISE-SAMEDAY
"""


@pytest.mark.parametrize("code", PACKS)
def test_a_pack_works_out_its_own_examples(code: str) -> None:
    assert [*map(str, try_examples(PACKS[code], book_calendar()))] == []


@pytest.mark.parametrize("code", PACKS)
def test_every_rule_of_a_pack_is_shown_in_an_example(code: str) -> None:
    shown = {clock for example in PACKS[code].examples for clock in example.due}
    assert {rule.clock for rule in PACKS[code].rules} <= shown


def test_every_clock_of_section_10_is_in_the_catalogue_and_in_a_pack() -> None:
    used = {rule.clock for pack in PACKS.values() for rule in pack.rules}
    assert set(SECTION_10.split()) <= catalogue().keys()
    assert catalogue().keys() == used


def test_every_pack_of_section_6_3_ships() -> None:
    assert {*SECTION_6_3.split(), "INTERNAL-TARGETS"} == PACKS.keys()


def test_on_by_default_are_those_decided_and_those_that_wait_for_a_transfer() -> None:
    on = {code for code, pack in PACKS.items() if pack.default_on}
    assert on == ON_BY_DEFAULT | ONLY_FOR_TRANSFERS | {"INTERNAL-TARGETS"}
    for code in ONLY_FOR_TRANSFERS:
        assert {condition.field for condition in PACKS[code].applies_when} == {"external_source"}


def test_every_rule_names_its_clause_and_both_languages() -> None:
    for pack in PACKS.values():
        assert re.search(r"[\u4e00-\u9fff]", pack.title_zh)
        assert pack.title_en.isascii()
        assert all(rule.clause for rule in pack.rules)
        assert all(param.clause for param in pack.params)


def test_no_statutory_clock_moves_without_its_own_clause() -> None:
    movable = Counter(
        (rule.pack, rule.clock)
        for pack in PACKS.values()
        for rule in pack.rules
        if rule.layer in {Layer.LAW, Layer.LOCAL} and (rule.pausable or rule.extendable)
    )
    assert movable.keys() == {
        ("SEED-D", "INVEST"),
        ("CN-NATIONAL", "FAULT_REPAIR"),
        ("CN-NATIONAL", "INSTALL"),
    }


def test_a_pack_lies_in_the_file_of_its_name() -> None:
    assert {path.stem for path in OURS.glob("*.toml")} == {code.lower() for code in PACKS}
