"""A pack that is wrong says where and why; an operator's file stands before ours."""

from datetime import date
from pathlib import Path

import pytest

from jiesu.rules.clocks.trial import try_examples
from jiesu.rules.policies.pack import PackRef
from jiesu.rules.policies.reading import PackError, read_pack
from jiesu.rules.policies.shelf import OURS, Shelf, UnknownPackError, load_shelf
from jiesu.rules.policies.traits import Traits
from jiesu.rules.workdays.calendar import book_calendar
from rules.saying import said

SEED_D = (OURS / "seed-d.toml").read_text()
ON = date(2026, 9, 18)


def own_file(folder: Path, name: str) -> Path:
    path = folder / "packs" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('amount = "24h"', 'amount = "24x"', "规则 ACCEPT：看不懂期限“24x”"),
        ('clock = "ACCEPT"', 'clock = "ACEPT"', "规则 ACEPT：时钟 ACEPT 不在目录"),
        ('stop = ["accept",', 'stop = ["acept",', "规则 ACCEPT：动词 acept 不存在"),
        ('clause = "D 1.3（S57）"\n', "", r"第 1 个 \[\[rule\]\]：缺少必填项 clause"),
        ('amount = "4sh"', 'amout = "4sh"', r"第 2 个 \[\[rule\]\]：不认识的项 amout"),
        ('amount = "4sh"', "amount = 4", r"第 2 个 \[\[rule\]\]：类型应为 str，现为 int"),
        ('amount = "4sh"', "", "规则 INVEST_START：amount 与 printed 至少写一个"),
        ('layer = "LAW"', 'layer = "SOFT"', "layer“SOFT”不存在"),
        ('ext_clause = "D 2.3', 'title_zh = "D 2.3', "要能延期，须以 ext_clause 写明依据"),
        ('"REGULATOR_FILING"', '"PRAYER"', "延期条件 PRAYER 不存在"),
        ('clock = "ACCEPT"', 'clock = "INVEST"', "规则 INVEST 出现多次；请用 name 区分"),
        ('amount = "24h"', 'amount = "24h"\npausable = ["NAP"]', "暂停原因 NAP 不存在"),
        ('amount = "24h"', 'amount = "24h"\ncutoff = "16:00"', "cutoff 与 after_cutoff 必须成对"),
        ('amount = "24h"', 'amount = "24h"\nwarn_at = [80, 50]', "warn_at 须递增且包含 100"),
        ('amount = "24h"', 'amount = "24h"\nday_end = "noon"', "看不懂钟点“noon”"),
        ('amount = "24h"', 'amount = "24h"\nquiet = "night"', "看不懂时段“night”"),
        ('amount = "24h"', 'amount = "24h"\napplies_when = { town = "x" }', "条件字段 town 不存在"),
        ('amount = "24h"', 'amount = "24h"\napplies_when = { city = "*1" }', "只能放在末尾"),
        ('amount = "24h"', 'amount = "24h"\napplies_when = { city = "" }', "取值是空的"),
        ("[[example]]", "[[exmple]]", "不认识的项 exmple"),
        ('code = "SEED-D"', 'code = "SEED-D', "不是合法的 TOML"),
        ('code = "SEED-D"', 'code = "SEED/D"', "code“SEED/D”"),
        ('code = "SEED-D"', 'code = ""', "code“”"),
        ('code = "SEED-D"', 'code = ".."', "code“..”"),
        ('code = "SEED-D"', f'code = "{"X" * 500}"', "code“X{40}…”"),
        ('amount = "24h"', 'amount = "99999h"', "规则 ACCEPT：期限 99999h 太长"),
        ('amount = "15wd"', 'amount = "15000wd"', "规则 INVEST：期限 15000wd 太长"),
        ("effective_from = ", "effective_from = 0001-01-01 #", "effective_from 0001-01-01"),
        ("effective_from = ", "effective_to = 9999-12-31\neffective_from = ", "effective_to 9999"),
    ],
)
def test_a_fault_is_told_with_its_file_and_rule(old: str, new: str, fault: str) -> None:
    assert old in SEED_D
    with pytest.raises(PackError, match=fault) as told:
        read_pack("seed-d.toml", SEED_D.replace(old, new).encode())
    assert str(told.value).startswith("策略包 seed-d.toml：")


def test_what_was_taken_once_is_read_again_whatever_is_asked_of_new_ones() -> None:
    """§6.2: a case goes on under the words it was opened under."""
    odd = SEED_D.replace('code = "SEED-D"', 'code = "SEED/D"').replace('"24h"', '"99999h"')
    assert read_pack("SEED/D", odd.encode(), kept=True).code == "SEED/D"


@pytest.mark.parametrize(
    ("facts", "due", "told"),
    [
        ('{ at = "2026-09-18 17:30" }', "2026-09-24 24:00", "verb"),
        ('{ verb = "receive" }', "2026-09-24 24:00", "at"),
        ('{ verb = "receive", at = "soon" }', "2026-09-24 24:00", "“soon”"),
        ('{ verb = "receive", at = "2026-13-18 17:30" }', "2026-09-24 24:00", "“2026-13-18 17:30”"),
        ('{ verb = "receive", at = "2999-01-18 17:30" }', "2026-09-24 24:00", "2999"),
        ('{ verb = "receive", at = "2026-09-18 17:30" }', "soon", "“soon”"),
    ],
)
def test_an_example_that_cannot_be_worked_out_is_told_like_one_that_comes_out_otherwise(
    facts: str, due: str, told: str
) -> None:
    text = SEED_D.partition("[[example]]")[0]
    text += f'[[example]]\nsays = "一例"\nfacts = [{facts}]\ndue = {{ ACCEPT = "{due}" }}\n'
    (fault,) = try_examples(read_pack("seed-d.toml", text.encode()), book_calendar())
    assert str(fault).startswith("SEED-D“一例”")
    assert told in str(fault)


def test_an_unverified_pack_may_not_be_on_by_default() -> None:
    text = SEED_D.replace('verification = "seed"', 'verification = "UNVERIFIED"')
    with pytest.raises(PackError, match="不得默认启用"):
        read_pack("seed-d.toml", text.encode())


def test_comments_and_examples_do_not_make_a_new_version() -> None:
    plain = read_pack("a", SEED_D.encode())
    assert read_pack("b", f"# a word\n{SEED_D}".encode()).digest == plain.digest
    changed = SEED_D.replace('amount = "24h"', 'amount = "12h"')
    assert read_pack("c", changed.encode()).digest != plain.digest


def test_the_operators_file_of_the_same_name_is_read_instead(tmp_path: Path) -> None:
    own_file(tmp_path, "seed-d.toml").write_text(SEED_D.replace('amount = "24h"', 'amount = "12h"'))
    shelf = load_shelf(tmp_path)
    assert shelf.packs["SEED-D"].ref != load_shelf().packs["SEED-D"].ref
    assert shelf.packs["CN-NATIONAL"].ref == load_shelf().packs["CN-NATIONAL"].ref


def test_an_old_case_finds_its_old_version_and_a_lost_one_is_loud(tmp_path: Path) -> None:
    frozen = load_shelf().packs["SEED-D"].ref
    own_file(tmp_path, "seed-d.toml").write_text(SEED_D.replace('amount = "24h"', 'amount = "12h"'))
    with pytest.raises(UnknownPackError) as lost:
        load_shelf(tmp_path).rules_of([frozen])
    assert "找不到策略包 SEED-D 的版本" in said(lost.value.because)
    accept, *_ = load_shelf(tmp_path, {frozen: SEED_D.encode()}.get).rules_of([list(frozen)])
    assert str(accept.amount) == "24h"


def test_a_kept_text_that_rules_something_else_is_not_taken_for_the_version() -> None:
    lost = PackRef("SEED-D", "0" * 64)
    with pytest.raises(UnknownPackError) as refused:
        load_shelf(None, {lost: SEED_D.encode()}.get).pack(lost)
    assert "没有改动" in said(refused.value.because)


def test_one_code_in_two_files_is_refused(tmp_path: Path) -> None:
    own_file(tmp_path, "mine.toml").write_text(SEED_D)
    with pytest.raises(PackError, match="出现在两个文件里"):
        load_shelf(tmp_path)


def test_a_case_takes_the_packs_meant_for_it() -> None:
    shelf = load_shelf()
    everything = frozenset(shelf.packs)
    henan = {ref.code for ref in shelf.resolve(Traits(province="41"), ON, everything)}
    assert "CN-HENAN" in henan
    assert not henan & {"CN-CHONGQING", "12345-JINAN", "MIIT-35"}
    default = [ref.code for ref in shelf.resolve(Traits(), ON)]
    assert default == ["CN-NATIONAL", "SEED-D", "INTERNAL-TARGETS", "SEED-E", "SEED-F"]


def test_a_pack_that_ended_before_the_receipt_is_left_out() -> None:
    traits = Traits(external_source="12315")
    now = {ref.code for ref in load_shelf().resolve(traits, ON)}
    before = {ref.code for ref in load_shelf().resolve(traits, date(2026, 4, 14))}
    assert "12315-2020" not in now
    assert {"12315-2020", "12315-2026"} <= before


def test_a_widened_case_keeps_what_it_had() -> None:
    shelf = load_shelf()
    frozen = shelf.resolve(Traits(), ON)
    wider = shelf.widen(frozen, Traits(external_source="12345"), ON)
    assert wider[: len(frozen)] == frozen
    assert [ref.code for ref in wider[len(frozen) :]] == ["12345-GENERIC"]


def test_parameters_come_strongest_layer_first() -> None:
    shelf: Shelf = load_shelf()
    refs = [shelf.packs[code].ref for code in ("CN-HENAN", "CN-NATIONAL")]
    values = [param.value for _, param in shelf.params(refs, "abnormal_fee_multiple")]
    assert values == [5, 3]
