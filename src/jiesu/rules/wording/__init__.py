"""Puts reasons into words, in the language of whoever reads them."""

from jiesu.rules.wording.teller import Language, Teller, in_chinese, words

__all__ = ["Language", "Teller", "in_chinese", "words"]
