"""The words of ``on_breach`` name who is told; a word that does nothing is not taken."""

import pytest

from jiesu.people.permissions import book
from jiesu.rules.policies.pack import PackRef
from jiesu.rules.policies.reading import PackError, read_pack
from jiesu.rules.policies.shelf import Shelf, load_shelf
from jiesu.rules.policies.told import OF_OLD, WORDS
from jiesu.rules.routing import load_routing

SHELF = load_shelf()
OF_SEED_F = SHELF.packs["SEED-F"].text.decode()


def spoiled(word: str) -> bytes:
    return OF_SEED_F.replace('["TL", "MG"]', f'["TL", "{word}"]').encode()


def test_every_word_of_our_packs_names_somebody() -> None:
    used = {w for p in SHELF.packs.values() for rule in p.rules for w in rule.on_breach}
    assert used <= WORDS.keys()


def test_every_role_and_department_that_is_named_exists() -> None:
    assert {role for told in WORDS.values() for role in told.roles} <= book().roles.keys()
    departments = {told.serving for told in WORDS.values() if told.serving}
    assert departments <= {one.kind for one in load_routing().department}


def test_a_word_that_names_nobody_is_refused_with_those_that_do() -> None:
    with pytest.raises(PackError, match=r"EXPEDITE.*GHOST.*OWNER"):
        read_pack("seed-f.toml", spoiled("GHOST"))


@pytest.mark.parametrize("word", ["GHOST", *sorted(OF_OLD)])
def test_a_pack_kept_with_cases_is_read_as_it_was_taken(word: str) -> None:
    """Its digest is that of the text: cases frozen on it go on, and the word names nobody."""
    kept = read_pack("SEED-F", spoiled(word), kept=True)
    shelf = Shelf([], lambda _ref: spoiled(word))
    ref = PackRef(kept.code, kept.digest)
    assert shelf.told_on_breach([ref], "SEED-F", "EXPEDITE") == [WORDS["TL"]]


def test_of_several_rules_for_one_clock_whoever_is_named_by_any_is_told() -> None:
    ref = SHELF.packs["INTERNAL-TARGETS"].ref
    told = SHELF.told_on_breach([ref], "INTERNAL-TARGETS", "PROGRESS")
    assert told == [WORDS["OWNER"], WORDS["TL"]]
    assert SHELF.told_on_breach([ref], "INTERNAL-TARGETS", "ACK") == []
