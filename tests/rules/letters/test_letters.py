"""Every template of §19 is there, fills in with its example, and keeps the house's promises."""

import re
import timeit
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiesu.rules.letters import (
    BadTemplateError,
    LetterBook,
    TemplateChangedError,
    UnknownTemplateError,
    ValueMissingError,
    render,
)
from jiesu.rules.letters.book import OUR_OWN, our_own
from jiesu.rules.letters.length import too_long
from jiesu.rules.policies.verbs import VERBS

CODES = re.findall(
    r"\w+",
    "N01 N01P N01L N02 N03 N04 N05 N06 N07 N08 N09 N10 N11 N12 N13 N14 N15 N16 N17 N18 N19 N19O "
    "N20 N21 N22 N23 N24 N25 N26 N27 N28 N28R N29 N29R N29X N30 N31 N32 N33 N34 N35 N36 N37 N38 "
    "N40 N41 N42 N44 N45 N46 N47 N48 N49 N60 X01 X02 W01 W02 W03 W04 W05 W06 W07 W08 "
    "W09 W10",  # §11.5 and C2 ask for these notes, §19 has no text for them
)
FINAL = ["N04", "N20", "N24", "N30", "N33", "N37", "N38"]

# What each paper must say (§19, §11.9): English headings where it exists in English.
PARTS = {
    "N30": "您的诉求 核实情况 结论 依据 处理措施 补偿 完成时间 联系人 救济途径",
    "N31": "我们承认的事实 给您造成的影响 原因 已采取的措施 防范措施 致歉",
    "N32": "约定事项 金额 时间 履行方式 双方确认记录",
    "N33": "分歧点 我方依据 已做工作 救济途径",
    "N37": "逐项理由 决定 措施 期限 救济途径",
    "N60": "事实 依据 请您配合的事项 您的申辩权利",
    "X01": "用户诉求摘要 原期限 延期理由 新期限 已告知用户时间 负责人",
    "X02": "与用户联系情况 事实 措施 用户意见 法律依据 结果 后续安排",
}


def test_no_template_is_missing_and_none_is_invented() -> None:
    assert sorted(our_own().templates) == sorted(CODES)


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_each_template_fills_in_with_its_example(code: str, language: str) -> None:
    template = our_own().template(code)
    letter = render(code, template.example, language="en" if language == "en" else "zh")
    assert letter.code == code
    assert letter.subject
    assert not re.search(r"[{}%]", letter.body.replace("%", "", 2))


@pytest.mark.parametrize("code", CODES)
def test_each_template_names_the_verb_that_sends_it(code: str) -> None:
    assert our_own().template(code).verb in VERBS


@pytest.mark.parametrize("code", CODES)
def test_an_example_has_every_value_and_no_other(code: str) -> None:
    book = our_own()
    for language in book.template(code).languages:
        assert set(book.text(code, language).required) == set(book.template(code).example)


@pytest.mark.parametrize("code", [code for code in CODES if code[0] == "N"])
def test_whoever_chose_english_gets_english(code: str) -> None:
    assert our_own().template(code).languages == ("zh", "en")


@pytest.mark.parametrize("code", FINAL)
def test_every_final_reply_tells_all_ways_on(code: str) -> None:
    example = our_own().template(code).example
    assert our_own().template(code).final
    assert render("N34", example).body in render(code, example).body
    english = render("N34", example, language="en").body
    assert english in render(code, example, language="en").body


def test_a_final_reply_without_the_ways_on_is_refused(tmp_path: Path) -> None:
    entry = '[N99]\ntitle={zh="x"}\nto="u"\nclasses=["L"]\nverb="resolve"\nclause="§"\n'
    (tmp_path / "mine.toml").write_text(entry + 'zh="完"\nexample={}\nfinal=true\n', "utf-8")
    with pytest.raises(BadTemplateError, match="N34"):
        LetterBook(tmp_path)


@pytest.mark.parametrize("code", CODES)
def test_a_text_message_is_short_or_says_that_it_is_long(code: str) -> None:
    template = our_own().template(code)
    assert not too_long(template, render(code, template.example))


@pytest.mark.parametrize("code", CODES)
def test_a_text_message_is_signed_with_the_operators_name(code: str) -> None:
    template = our_own().template(code)
    if "S" in template.classes:
        assert template.zh.startswith("【{enterprise}】")
        assert template.en.startswith("[{enterprise}]")


@pytest.mark.parametrize("code", CODES)
def test_nobody_is_coached_and_nothing_is_sold(code: str) -> None:
    body = render(code, our_own().template(code).example).body
    assert not re.search("满分|好评|十分满意|打10分|10分才|三个1|优惠|套餐升级", body)


@pytest.mark.parametrize("code", CODES)
def test_chinese_texts_use_full_width_marks(code: str) -> None:
    template = our_own().template(code)
    for part in template.parts("zh"):
        assert not re.search("[\u4e00-\u9fff}][,;?!]", part.zh)


@pytest.mark.parametrize("code", sorted(PARTS))
def test_a_paper_has_the_parts_it_must_have(code: str) -> None:
    letter = render(code, our_own().template(code).example)
    headings = [part.heading.partition("、")[2] for part in letter.sections if part.heading]
    assert [heading for heading in headings if heading != "说明"] == PARTS[code].split()
    for part in letter.sections:
        assert part.text in letter.body


def test_notes_to_technicians_name_no_user_and_no_score() -> None:
    for code in CODES:
        if code[0] == "W":
            names = our_own().text(code).required
            assert not {"name", "phone", "address", "score", "account"} & set(names)


def test_a_missing_value_is_named_together_with_the_template() -> None:
    with pytest.raises(ValueMissingError, match=r"N07.*otp、min"):
        render("N07", {"enterprise": "示例", "case_no": "TS1", "min": "  "})


def test_a_value_that_may_be_empty_must_still_be_told() -> None:
    example = our_own().template("N25").example
    assert "报备" not in render("N25", {**example, "filed": ""}).body
    with pytest.raises(ValueMissingError, match="filed"):
        render("N25", {name: text for name, text in example.items() if name != "filed"})


def test_a_phrase_is_left_out_with_the_value_it_is_about() -> None:
    example = our_own().template("N23").example
    bare = {**example, "amount": "", "apology": " "}
    assert "】处理方案：更换分光器并复测；完成时间：9月22日。" in render("N23", bare).body
    english = render("N23", bare, language="en").body
    assert "] We propose: 更换分光器并复测; to be done by" in english
    assert "compensation: 20.00 yuan" in render("N23", example, language="en").body
    with pytest.raises(ValueMissingError, match="amount"):
        render("N23", {name: text for name, text in example.items() if name != "amount"})


@given(st.text(min_size=1).filter(str.strip))
def test_values_are_plain_text_whatever_they_hold(text: str) -> None:
    values = {**our_own().template("N21").example, "done": text}
    before, after = render("N21", {**values, "done": "\u2603"}).body.split("\u2603")
    assert render("N21", values).body == before + text + after


def test_an_unknown_code_is_refused() -> None:
    with pytest.raises(UnknownTemplateError, match="N99"):
        render("N99", {})


@pytest.mark.parametrize("body", ["{case no}", "{x!r}", "{x:>9}", "{0}", "{}", "{{x}}", "{x"])
def test_a_brace_that_is_no_plain_placeholder_is_refused(tmp_path: Path, body: str) -> None:
    entry = '[N98]\ntitle={zh="x"}\nto="u"\nclasses=["L"]\nverb="resolve"\nclause="§"\n'
    (tmp_path / "mine.toml").write_text(f'{entry}zh="{body}"\nexample={{}}\n', "utf-8")
    with pytest.raises(BadTemplateError, match="花括号"):
        LetterBook(tmp_path)


def test_an_operators_wording_stands_before_ours_and_has_its_own_version(tmp_path: Path) -> None:
    entry = '[N02]\ntitle={zh="回复"}\nto="public"\nclasses=["public"]\nverb="receive"\n'
    (tmp_path / "mine.toml").write_text(
        f'{entry}clause="§"\nzh="请私信 100%"\nexample={{}}\n', "utf-8"
    )
    book = LetterBook(OUR_OWN, tmp_path)
    letter = book.render("N02", {})
    assert letter.body == "请私信 100%"
    assert letter.version != render("N02", {}).version
    assert book.render("N03", book.template("N03").example).version == our_own().text("N03").version
    with pytest.raises(TemplateChangedError, match=letter.version):
        book.render("N02", {}, version=render("N02", {}).version)


def test_the_version_follows_what_is_included(tmp_path: Path) -> None:
    entry = '[N34]\ntitle={zh="救济"}\nto="user"\nclasses=["part"]\nverb="resolve"\nclause="§"\n'
    english = 'title.en="Ways"\nen="To court."\n'
    entry = entry.replace('title={zh="救济"}\n', 'title.zh="救济"\n') + english
    (tmp_path / "mine.toml").write_text(f'{entry}zh="可诉讼。"\nexample={{}}\n', "utf-8")
    assert LetterBook(OUR_OWN, tmp_path).text("N30").version != our_own().text("N30").version


def test_the_acknowledgement_is_rendered_in_ten_microseconds() -> None:
    values = our_own().template("N01").example
    best = min(timeit.repeat(lambda: render("N01", values), number=2000, repeat=5)) / 2000
    assert best < 50e-6, "ten on a quiet machine; the test allows a busy one five times that"
