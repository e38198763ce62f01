"""Numbers people can read aloud, type badly, and be told so (§12.1)."""

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from jiesu.rules.numbers import (
    Number,
    Prefix,
    UnreadableNumberError,
    check_digits,
    grouped,
    number_for,
    read_number,
    spoken,
)

REGIONS = st.integers(0, 999_999).map("{:06}".format)
DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))
NUMBERS = st.builds(Number, st.sampled_from(Prefix), REGIONS, DAYS, st.integers(1, 999_999))
SAMPLE = Number(Prefix.COMPLAINT, "440100", date(2026, 9, 18), 123)


def test_a_number_is_built_from_kind_place_day_and_sequence() -> None:
    text = number_for(Prefix.COMPLAINT, "440100", date(2026, 9, 18), 123)
    assert text == f"TS44010020260918000123{text[-2:]}"
    assert int(f"2928{text[2:]}") % 97 == 1
    assert read_number(text) == SAMPLE


def test_check_digits_agree_with_the_example_everybody_knows() -> None:
    """IBAN uses MOD 97-10 over the account, then country; GB82 WEST 1234 5698 7654 32."""
    assert check_digits("WEST12345698765432GB") == "82"


@given(NUMBERS)
def test_every_number_reads_back(number: Number) -> None:
    assert read_number(str(number)) == number
    assert read_number(grouped(number)) == number
    assert read_number(spoken(number)) == number


@given(NUMBERS, st.data())
def test_one_wrong_character_is_always_noticed(number: Number, data: st.DataObject) -> None:
    text = str(number)
    place = data.draw(st.integers(0, len(text) - 1))
    sign = data.draw(st.sampled_from("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    assume(sign != text[place])
    with pytest.raises(UnreadableNumberError):
        read_number(text[:place] + sign + text[place + 1 :])


@given(NUMBERS, st.data())
def test_two_swapped_neighbours_are_always_noticed(number: Number, data: st.DataObject) -> None:
    text = str(number)
    place = data.draw(st.integers(0, len(text) - 2))
    left, right = text[place], text[place + 1]
    assume(left != right)
    with pytest.raises(UnreadableNumberError):
        read_number(text[:place] + right + left + text[place + 2 :])


@given(NUMBERS, st.sampled_from(Prefix))
def test_a_number_cannot_pass_for_another_kind(number: Number, other: Prefix) -> None:
    assume(other is not number.prefix)
    with pytest.raises(UnreadableNumberError, match="校验位不对"):
        read_number(other.value + str(number)[2:])


@given(NUMBERS)
def test_a_lost_or_doubled_character_is_noticed(number: Number) -> None:
    text = str(number)
    for wrong in (text[:-1], text + text[-1], text[:10] + text[11:]):
        with pytest.raises(UnreadableNumberError, match=r"现有 2[35] 位"):
            read_number(wrong)


def test_a_number_is_read_however_it_was_typed() -> None:
    text = str(SAMPLE)
    full_width = "".join(chr(ord(sign) + 0xFEE0) for sign in text)
    for typed in (f" {text.lower()} \n", full_width, f"{text[:2]}-{text[2:8]}—{text[8:]}"):
        assert read_number(typed) == SAMPLE


def test_a_number_is_parted_for_eye_and_ear() -> None:
    check = str(SAMPLE)[-2:]
    assert grouped(SAMPLE) == f"TS 440100 2026 0918 000 123 {check}"
    said = spoken(str(SAMPLE))
    assert said.startswith("TS，四四零幺零零，二零二六，零九幺八，零零零，幺二三，")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "应以 TS（投诉）、GD（工单）"),
        ("XX440100202609180001230", "开头"),
        ("TS4401", "现有 6 位"),
        (str(SAMPLE)[:-3] + "X" + str(SAMPLE)[-2:], "第 22 位“X”不是数字"),
        (str(SAMPLE)[:-2] + "00", "校验位不对"),
    ],
)
def test_an_unreadable_number_says_why(text: str, reason: str) -> None:
    with pytest.raises(UnreadableNumberError, match=reason):
        read_number(text)


def test_a_day_that_never_was_is_refused_even_with_good_check_digits() -> None:
    body = "TS44010020260231000123"
    with pytest.raises(UnreadableNumberError, match="2026-02-31 不存在"):
        read_number(body + check_digits(body))


@pytest.mark.parametrize(("region", "sequence"), [("4401", 1), ("44010A", 1), ("440100", 0)])
def test_a_number_that_cannot_be_is_not_made(region: str, sequence: int) -> None:
    with pytest.raises(ValueError, match=r"6 位数字|超出"):
        number_for(Prefix.ORDER, region, date(2026, 9, 18), sequence)


def test_a_day_holds_a_million_but_one() -> None:
    assert read_number(number_for(Prefix.APPEAL, "110000", date(2026, 1, 1), 999_999))
    with pytest.raises(ValueError, match="编号没有生成"):
        number_for(Prefix.APPEAL, "110000", date(2026, 1, 1), 1_000_000)
