"""The category table and the code lists are whole and answer questions (§13)."""

from collections import Counter
from pathlib import Path

import pytest

from jiesu.rules.taxonomy import UnknownCategoryError, UnknownCodeError, load_taxonomy

TAXONOMY = load_taxonomy()


def test_the_table_has_the_levels_the_clause_counts() -> None:
    levels = Counter(category.level for category in TAXONOMY.categories.values())
    assert levels == {1: 8, 2: 48, 3: 110}


def test_every_category_names_its_parents_and_children() -> None:
    assert [category.code for category in TAXONOMY.lineage("N-01-03")] == ["N", "N-01", "N-01-03"]
    assert TAXONOMY.label("N-01-03") == "网络质量 › 无法连接 › 光猫LOS红灯(光路中断)"
    assert [child.code for child in TAXONOMY.children("N-05")] == ["N-05-01", "N-05-02"]
    assert [top.code for top in TAXONOMY.children()] == list("NBSFMPCO")
    assert TAXONOMY.parent("N") is None


def test_a_category_carries_the_ministrys_class() -> None:
    assert TAXONOMY.miit_class("F-01-03") == "F"
    assert TAXONOMY.miit_class("B-02") == "N"
    assert TAXONOMY.miit_class("S-04-03") == "U"


def test_repeats_are_counted_by_level_two() -> None:
    assert TAXONOMY.level2("N-01-03") == TAXONOMY.level2("N-01") == "N-01"
    assert TAXONOMY.level2("N") == "N"


def test_customer_side_causes_are_never_chosen_at_intake() -> None:
    results = [code for code in TAXONOMY.categories if code.startswith("C")]
    assert results
    assert not any(TAXONOMY.selectable_at_intake(code) for code in results)


def test_a_lawful_block_needs_a_hit_on_record() -> None:
    assert not TAXONOMY.selectable_at_intake("B-01-01")
    assert TAXONOMY.selectable_at_intake("B-01-01", block_list_hit=True)
    assert TAXONOMY.selectable_at_intake("B-01-02")


def test_level_one_is_too_wide_for_intake() -> None:
    assert not TAXONOMY.selectable_at_intake("N")
    assert TAXONOMY.selectable_at_intake("N-01")


def test_an_unknown_code_is_told_in_words() -> None:
    with pytest.raises(UnknownCategoryError, match="X-99"):
        TAXONOMY.category("X-99")
    with pytest.raises(UnknownCodeError, match="R-LINE"):
        TAXONOMY.codes("root_causes").get("R-NOPE")
    with pytest.raises(UnknownCodeError, match="nothing"):
        TAXONOMY.codes("nothing")


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("root_causes", 22),
        ("liabilities", 6),
        ("solutions", 14),
        ("dissatisfaction_reasons", 9),
        ("outcomes", 8),
        ("findings", 4),
        ("non_acceptance", 7),
        ("case_types", 5),
    ],
)
def test_a_closed_list_has_as_many_codes_as_its_clause(name: str, count: int) -> None:
    codes = TAXONOMY.codes(name)
    assert len({code.code for code in codes}) == len(tuple(codes)) == count
    assert all(code.zh and code.en for code in codes)


def test_channels_know_who_is_external() -> None:
    channels = TAXONOMY.codes("channels")
    assert {"hotline", "web", "app", "email", "sms", "counter", "letter", "wechat"} <= {
        channel.code for channel in channels
    }
    assert "g12345" in {channel.code for channel in channels.having("external")}
    assert "hotline" in channels


@pytest.mark.parametrize(
    ("words", "first"),
    [("691", "N-01-01"), ("违约金", "F-05"), ("光猫 红灯", "N-01-03"), ("公网IP", "B-05-01")],
)
def test_the_table_is_searched_by_words(words: str, first: str) -> None:
    assert TAXONOMY.find(words)[0].code == first


def test_a_search_for_nothing_finds_nothing() -> None:
    assert TAXONOMY.find("  ") == ()
    assert TAXONOMY.find("没有这样的词") == ()


def test_an_operators_file_stands_before_ours(tmp_path: Path) -> None:
    (tmp_path / "codes").mkdir()
    (tmp_path / "codes/liabilities.toml").write_text(
        'name = "liabilities"\nzh = "责任"\nen = "Liability"\nclause = "own"\n'
        'codes = [{ code = "OURS", zh = "我方", en = "Ours" }]\n'
    )
    theirs = load_taxonomy(tmp_path)
    assert [code.code for code in theirs.codes("liabilities")] == ["OURS"]
    assert theirs.category("N-01").zh == "无法连接"
    assert theirs.digest != TAXONOMY.digest
    assert theirs.version.startswith("taxonomy-")


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ("N\t1\t网络\tNet\tN\nN\t1\t网络\tNet\tN\n", "两次"),
        ("N\t2\t网络\tNet\tN\n", "级别"),
        ("N-01\t2\t网络\tNet\tN\n", "上级"),
        ("N\t1\t网络\tNet\tX\n", "工信部"),
    ],
)
def test_a_broken_table_is_refused_with_the_line(tmp_path: Path, table: str, told: str) -> None:
    (tmp_path / "categories.tsv").write_text("code\tlevel\tzh\ten\tmiit_class\n" + table)
    with pytest.raises(ValueError, match=told):
        load_taxonomy(tmp_path)


@pytest.mark.parametrize(
    ("page", "told"),
    [
        ('[[category]]\ncode = "N-01"\nstrong = ["网"]\n', "太短"),
        ('[[category]]\ncode = "Z-01"\nstrong = ["断网了"]\n', "Z-01"),
        ('[[category]]\ncode = "N-01"\nstron = ["断网了"]\n', "own.toml"),
    ],
)
def test_broken_words_are_refused_with_their_name(tmp_path: Path, page: str, told: str) -> None:
    (tmp_path / "words").mkdir()
    (tmp_path / "words/own.toml").write_text(page)
    with pytest.raises(ValueError, match=told):
        load_taxonomy(tmp_path)
