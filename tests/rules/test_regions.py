"""GB/T 2260: which codes can be regions (§12.1)."""

import pytest

from jiesu.rules.regions import provinces, region_known


@pytest.mark.parametrize("code", ["110100", "440800", "500100", "659004", "820000"])
def test_a_code_within_a_province_is_one(code: str) -> None:
    assert region_known(code)


@pytest.mark.parametrize(
    "code",
    ["", "999999", "000000", "160100", "44010", "4401000", "44010a", "４４０１００", "440100\n"],
)
def test_anything_else_is_none(code: str) -> None:
    assert not region_known(code)


def test_there_are_thirty_four_divisions_of_the_first_level() -> None:
    assert len(provinces()) == 34
    assert all(len(code) == 2 for code in provinces())
