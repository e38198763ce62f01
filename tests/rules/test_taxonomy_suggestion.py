"""A text suggests a category by its words, and says which (§13.1, T07)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiesu.rules.taxonomy import load_taxonomy, suggest
from jiesu.rules.taxonomy.lexicon import Example
from jiesu.rules.wording import Teller, in_chinese

TAXONOMY = load_taxonomy()
EXAMPLES = TAXONOMY.lexicon.examples
WIDE = {ord(" "): "\u3000"} | {code: chr(code + 0xFEE0) for code in range(0x21, 0x7F)}


def fits(suggested: str, expected: str) -> bool:
    return suggested == expected or suggested.startswith(f"{expected}-")


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.text[:12])
def test_an_example_suggests_its_category(example: Example) -> None:
    suggestion = suggest(example.text, TAXONOMY)
    assert fits(suggestion.category, example.category), suggestion
    assert suggestion.body == example.body


def test_the_examples_reach_every_category_that_can_be_suggested() -> None:
    reached = {TAXONOMY.level2(suggest(example.text, TAXONOMY).category) for example in EXAMPLES}
    level2 = {TAXONOMY.level2(code) for code in TAXONOMY.intake_codes}
    assert len(EXAMPLES) >= 60
    assert reached == level2


def test_the_reason_names_the_words_found() -> None:
    suggestion = suggest("光猫一直亮红灯，网也没了。", TAXONOMY)
    assert in_chinese(suggestion.reason()) == (
        "来文提到“光猫…亮红”、“光猫…红灯”、“猫…亮红”、“猫…红灯”、“亮红灯”，"
        "建议归入“网络质量 › 无法连接 › 光猫LOS红灯(光路中断)”。"
    )
    assert suggestion.because[0].weight >= suggestion.because[-1].weight


def test_another_bodys_matter_is_offered_for_transfer_and_never_refused() -> None:
    suggestion = suggest("门口的路灯坏了，城管什么时候来修路？", TAXONOMY)
    assert (suggestion.ours, suggestion.category, suggestion.body) == (False, "O-04-01", "roads")
    assert "市政与城管部门" in in_chinese(suggestion.reason())
    assert "路灯" in in_chinese(suggestion.reason())
    assert "Municipal works and urban management" in Teller("en").tell(suggestion.reason())


def test_a_road_letter_with_signal_lights_is_not_about_our_signal() -> None:
    suggestion = suggest("这个路口的信号灯太短，车流量大。", TAXONOMY)
    assert not suggestion.ours


def test_our_own_words_outweigh_a_mention_of_a_school() -> None:
    suggestion = suggest("学校宿舍的宽带被一家运营商垄断，只能装他家的宽带。", TAXONOMY)
    assert suggestion.ours
    assert fits(suggestion.category, "M-02")


@pytest.mark.parametrize("text", ["", "   ", "。。。", "嗯嗯好的"])
def test_an_unclear_text_is_kept_with_low_confidence(text: str) -> None:
    suggestion = suggest(text, TAXONOMY)
    assert (suggestion.category, suggestion.ours) == ("O-01-01", True)
    assert suggestion.confidence <= 10
    assert "问明" in in_chinese(suggestion.reason())


def test_alternatives_are_other_categories_best_first() -> None:
    suggestion = suggest("宽带老掉线，报修三天没人联系，客服态度也差。", TAXONOMY)
    scores = [score for _, score in suggestion.alternatives]
    assert scores == sorted(scores, reverse=True)
    assert suggestion.category not in {code for code, _ in suggestion.alternatives}


def test_a_result_or_a_lawful_block_is_never_suggested() -> None:
    for text in ("自购路由器，自备路由器，电脑中毒", "网站被封，网站被屏蔽，依法封堵"):
        assert TAXONOMY.selectable_at_intake(suggest(text, TAXONOMY).category)


@given(st.sampled_from(EXAMPLES), st.text(" \t\n\u3000", max_size=5))
def test_space_around_and_full_width_change_nothing(example: Example, space: str) -> None:
    plain = suggest(example.text, TAXONOMY)
    for variant in (space + example.text + space, example.text.translate(WIDE)):
        same = suggest(variant, TAXONOMY)
        assert (same.category, same.score, same.because) == (
            plain.category,
            plain.score,
            plain.because,
        )


@given(st.text(max_size=400))
def test_any_text_gets_a_category_that_intake_may_choose(text: str) -> None:
    suggestion = suggest(text, TAXONOMY)
    assert TAXONOMY.selectable_at_intake(suggestion.category)
    assert 0 < suggestion.confidence <= 95
    assert in_chinese(suggestion.reason()).endswith("。")
