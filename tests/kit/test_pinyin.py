"""Words are found by how they sound, whichever way somebody types it."""

import pytest

from jiesu.kit.pinyin import sounds_like


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("tszy", "投诉专员"),
        ("tousu", "投诉专员"),
        ("tousuzy", "投诉专员"),
        ("专员", "投诉专员"),
        ("WANG F", "王芳"),
        ("zs", "曾师傅"),
        ("cs", "曾师傅"),
        ("cq", "重庆"),
        ("1005", "王芳 1005"),
    ],
)
def test_what_sounds_like_it_fits(asked: str, text: str) -> None:
    assert sounds_like(asked, text) is not None


@pytest.mark.parametrize(("asked", "text"), [("xx", "投诉"), ("", "投诉"), ("tsq", "投诉")])
def test_what_does_not_sound_like_it_does_not_fit(asked: str, text: str) -> None:
    assert sounds_like(asked, text) is None


def test_the_beginning_fits_better_than_the_middle_and_that_better_than_gaps() -> None:
    worth = [sounds_like("zy", text) for text in ("专员投诉", "投诉专员", "转出员")]
    assert worth == sorted(worth, key=lambda one: one if one is not None else 999)
    assert len(set(worth)) == 3
