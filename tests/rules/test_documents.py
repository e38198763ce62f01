"""When a written answer is owed (K11, K12, S65 to S67, S168)."""

import itertools

import pytest

from jiesu.rules.documents import apology_for, written_form
from jiesu.rules.letters.book import our_own
from rules.saying import said

GROUNDS = ("substantiated", "disputed", "requested", "external", "appealed")


@pytest.mark.parametrize(
    ("grounds", "documents"),
    [
        ((), ()),
        (("substantiated",), ("N30", "N31")),
        (("disputed",), ("N30", "N33")),
        (("disputed", "agreed"), ("N30", "N32")),
        (("requested",), ("N30",)),
        (("external",), ("N30", "X02")),
        (("appealed",), ("N37",)),
        (("substantiated", "requested", "appealed"), ("N30", "N31", "N37")),
        (("agreed",), ()),
    ],
)
def test_each_ground_asks_for_its_papers(
    grounds: tuple[str, ...],
    documents: tuple[str, ...],
) -> None:
    flags = {name: name in grounds for name in (*GROUNDS, "agreed")}
    requirement = written_form(**flags)
    assert requirement.documents == documents
    assert requirement.written is bool(documents)
    assert all(map(said, requirement.because))


def test_any_ground_makes_it_written_and_every_paper_has_a_template() -> None:
    for flags in itertools.product([False, True], repeat=len(GROUNDS)):
        requirement = written_form(**dict(zip(GROUNDS, flags, strict=True)))
        assert requirement.written is any(flags)
        assert all(our_own().template(code).is_paper for code in requirement.documents)


def test_regret_is_always_allowed_and_guilt_only_when_found() -> None:
    assert apology_for(substantiated=True).formal
    assert "致歉" in said(apology_for(substantiated=True).because)
    assert "不便" in said(apology_for(substantiated=False).because)
    assert apology_for(substantiated=False).courtesy
    assert not apology_for(substantiated=False).formal
