"""What a reader is told of a reason: in Chinese, once its English was looked at."""

import re

from jiesu.rules.reason import Because
from jiesu.rules.wording import Teller, in_chinese

HAN = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")


def said(because: Because) -> str:
    """The reason in Chinese; in English it must have words, and nothing Chinese but quotations."""
    english = Teller("en", quote=lambda _text: "…").tell(because)
    assert english
    assert HAN.search(english) is None, english
    return in_chinese(because)
