"""Says in a sentence what is wrong with words that do not fit their verb."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

import msgspec
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from jiesu.cases.refusals import Fault, Unfit, unfit
from jiesu.cases.verbs import Verb, Words
from jiesu.cases.words import FIRST_YEAR, LAST_YEAR
from jiesu.kit.text import clean_all

WordsT = TypeVar("WordsT", bound=Words)
_WHERE = re.compile(r"^(?P<what>.*?)(?: - at `(?:key in )?\$\.?(?P<where>.*)`)?$", re.DOTALL)
_SENTENCES = (
    (r"Object missing required field `(?P<field>\w+)`", gettext_noop("缺少必填项")),
    (r"Object contains unknown field `(?P<field>.*)`", gettext_noop("没有这一项")),
    (r"Expected `str` of length <= (?P<n>\d+)", gettext_noop("不能超过 %(n)s 个字")),
    (r"Expected `str` of length >= 1", gettext_noop("不能为空")),
    (r"Expected `str` of length >= (?P<n>\d+)", gettext_noop("不能少于 %(n)s 个字")),
    (r"Expected `str` matching regex '\[\^\\\\s", gettext_noop("不能为空")),
    (r"Expected `str` matching regex", gettext_noop("格式不符合要求")),
    (r"Expected `array` of length >= (?P<n>\d+)", gettext_noop("至少要有 %(n)s 项")),
    (r"Expected `array` of length <= (?P<n>\d+)", gettext_noop("不能超过 %(n)s 项")),
    (r"Expected `int` >= (?P<n>-?\d+)", gettext_noop("不能小于 %(n)s")),
    (r"Expected `int` <= (?P<n>-?\d+)", gettext_noop("不能大于 %(n)s")),
    (
        r"Expected `datetime` with a timezone",
        gettext_noop("时刻须带时区，如 2026-09-18T09:30:00+08:00"),
    ),
    (r"Invalid RFC3339", gettext_noop("应为时刻，如 2026-09-18T09:30:00+08:00")),
    (r"Number out of range", gettext_noop("数字过大")),
    (r"Expected `int`, got", gettext_noop("应为整数")),
    (r"Expected `str`, got", gettext_noop("应为文字")),
    (r"Expected `bool`, got", gettext_noop("应为 true 或 false")),
    (r"Invalid enum value (?P<n>.+)", gettext_noop("没有 %(n)s 这个选项")),
    (r"Expected `object", gettext_noop("应为一组填写项")),
    (r"Expected `(?P<n>[^`]+)`, got `[^`]+`", gettext_noop("类型不符，应为 %(n)s")),
)


def read_words(verb: Verb, words: Words | Mapping[str, Any]) -> Words:
    """Check ``words`` against what ``verb`` takes.

    Raises:
        Unfit: naming the field and what is wrong with it.
    """
    return read_as(verb.words, words)


def read_as(kind: type[WordsT], words: Words | Mapping[str, Any]) -> WordsT:
    """Check ``words`` against ``kind``.

    Raises:
        Unfit: naming the field and what is wrong with it.
    """
    if isinstance(words, kind):
        return words
    try:
        told = clean_all(msgspec.to_builtins(words))
        read = msgspec.convert(told, kind, strict=False)
    except RecursionError as error:
        raise unfit("", _("填写的内容层层嵌套过深，未保存。请只按说明填写各项。")) from error
    except msgspec.ValidationError as error:
        raise unfit_words(error) from error
    _check_moments(read)
    return read


def _check_moments(words: Words) -> None:
    """Refuse a year that is a slip of the pen: no calendar, letter or database reaches it."""
    for name in words.__struct_fields__:
        told = getattr(words, name)
        if isinstance(told, datetime) and not FIRST_YEAR <= told.year <= LAST_YEAR:
            sentence = _("时间写成了 %(year)s 年，未保存。请核对年份。")
            raise unfit(name, sentence % {"year": told.year})


def fault_of(error: msgspec.ValidationError) -> Fault:
    """The field that does not fit, and what is wrong with it."""
    found = _WHERE.match(str(error))
    what, where = (found["what"], found["where"] or "") if found else (str(error), "")
    for pattern, sentence in _SENTENCES:
        if hit := re.match(pattern, what):
            named = hit.groupdict()
            field = ".".join(part for part in (where, named.get("field")) if part)
            return Fault(field, _(sentence) % named)
    return Fault(where, what)


def unfit_words(error: msgspec.ValidationError) -> Unfit:
    """The refusal of words that do not fit."""
    fault = fault_of(error)
    told = f"{fault.field}:{fault.sentence}" if fault.field else fault.sentence
    said = _("填写的内容不符合要求(%(told)s)，未保存。请改正后重新提交。") % {"told": told}
    return Unfit(said, fault)
