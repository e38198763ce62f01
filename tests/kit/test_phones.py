"""One number, one form."""

import pytest

from jiesu.kit.phones import normal_phone


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("13812345678", "+8613812345678"),
        ("138-1234-5678", "+8613812345678"),
        ("+86 138 1234 5678", "+8613812345678"),
        ("008613812345678", "+8613812345678"),
        ("0759-2345678", "+867592345678"),
        ("（0759）2345678", "+867592345678"),
        ("没有电话", "没有电话"),
    ],
)
def test_a_number_is_the_same_however_it_is_written(written: str, normal: str) -> None:
    assert normal_phone(written) == normal


def test_a_short_number_stays_findable() -> None:
    assert normal_phone("10000") == normal_phone("10000 ")
