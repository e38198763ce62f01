"""Chinese text is cut into terms that PostgreSQL can index and people can find."""

import time
import unicodedata

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from jiesu.kit.bigrams import bigrams, contains, fold, mark, query_terms, tsquery


def test_a_chinese_run_gives_its_pairs_and_its_last_character() -> None:
    assert bigrams("频繁掉线") == ["频繁", "繁掉", "掉线", "线"]


def test_words_and_numbers_stay_whole_and_in_lower_case() -> None:
    assert bigrams("WiFi6 慢,账号075512345601") == ["wifi6", "慢", "账号", "号", "075512345601"]


def test_full_width_letters_are_the_same_as_half_width() -> None:
    assert bigrams("\uff37\uff49\uff26\uff49\uff0c\uff11\uff12") == ["wifi", "12"]


def test_each_term_stands_once() -> None:
    assert bigrams("掉线掉线 掉线") == ["掉线", "线掉", "线"]


def test_marks_and_emoji_part_words_and_are_no_terms() -> None:
    assert bigrams("网慢\U0001f621\U0001f621很气!\0") == ["网慢", "慢", "很气", "气"]


def test_rare_characters_beyond_the_basic_plane_are_paired() -> None:
    assert bigrams("\U00020bb7野家") == ["\U00020bb7野", "野家", "家"]


def test_invisible_characters_do_not_part_a_word() -> None:
    assert bigrams("宽\u200b带") == ["宽带", "带"]


def test_a_query_of_several_characters_asks_for_its_pairs_only() -> None:
    assert query_terms("频繁掉线 ONU") == ["频繁", "繁掉", "掉线", "onu"]


def test_a_query_of_one_character_asks_for_terms_that_begin_with_it() -> None:
    assert tsquery("慢 ONU") == "'慢':* & 'onu'"


def test_nothing_to_look_for_is_an_empty_query() -> None:
    assert tsquery("?!\U0001f621") == ""
    assert not contains("网慢?!", "?!")


def test_the_recheck_wants_every_word_whole() -> None:
    assert contains("家里 WIFI 频繁掉线", "掉线 wifi")
    assert not contains("掉话,断线", "掉线")


@pytest.mark.parametrize(
    ("text", "query", "marked"),
    [
        ("我家频繁掉线,又掉线", "掉线", ["掉线", "掉线"]),
        ("网速慢", "网速 速慢", ["网速慢"]),
        ("家里\uff37\uff49\uff26\uff49慢", "wifi", ["\uff37\uff49\uff26\uff49"]),
        ("㎡\U0001f621掉\u200b线了", "掉线", ["掉\u200b线"]),
        ("cafe\u0301坏了", "caf\u00e9", ["cafe\u0301"]),
        ("网速慢", "?", []),
    ],
)
def test_hits_are_marked_where_they_stand_in_the_text_as_written(
    text: str,
    query: str,
    marked: list[str],
) -> None:
    assert [text[start:end] for start, end in mark(text, query)] == marked


@given(st.text(max_size=60), st.data())
def test_what_is_cut_from_a_text_is_contained_in_it(text: str, data: st.DataObject) -> None:
    text = unicodedata.normalize("NFC", text)
    start = data.draw(st.integers(0, len(text)))
    piece = text[start : start + data.draw(st.integers(0, 10))]
    assert contains(text, piece) or not query_terms(piece) or fold(piece) not in fold(text)


@given(st.text(alphabet="网速慢掉线 ,wifi1\U00020bb7", max_size=40), st.integers(0, 39))
def test_every_chinese_piece_of_a_text_is_found_by_the_index(text: str, start: int) -> None:
    terms = bigrams(text)
    for term in query_terms("".join(c for c in text[start : start + 3] if c in "网速慢掉线")):
        if term in text:
            assert any(other.startswith(term) for other in terms)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("".join(chr(0x20000 + i * 7919 % 42000) for i in range(130_000)), "\U00020000\U00021eef"),
        (" ".join(f"word{i}" for i in range(40_000)), "WORD0"),
        ("a" * 200_000, "a" * 100),
        ("\ufdfa" * 20_000, "\u0627\u0644\u0644\u0647"),
        ("引号'反斜\\杠\0空", "空"),
    ],
)
def test_the_longest_and_oddest_texts_fit_into_a_tsvector(text: str, query: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select array_to_tsvector(%s::text[]) @@ %s::tsquery",
            [bigrams(text), tsquery(query)],
        )
        assert cursor.fetchone() == (True,)


@pytest.mark.parametrize(
    "text", ["a" + "\u0301\u0316" * 60_000, "掉线" * 60_000, "\ufdfa" * 60_000]
)
def test_no_text_takes_long(text: str) -> None:
    begun = time.perf_counter()
    bigrams(text)
    contains(text, "线掉")
    mark(text, "线掉")
    assert time.perf_counter() - begun < 4, "a sixth of it on a quiet machine"
