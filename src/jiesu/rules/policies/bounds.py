"""What no pack may be, however well it reads: an address nobody can open, a term without end.

A pack on by default is reckoned with at every contact; what breaks there must be refused here.
Texts kept with old cases are read as they were taken.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from jiesu.kit.text import shortened
from jiesu.rules.policies.file import PackText, RuleText
from jiesu.rules.workdays.amounts import Amount, Unit, parse_amount

_CODE = re.compile(r"[A-Z0-9]+(-[A-Z0-9]+)*")
_LONGEST_CODE = 40
_YEARS = range(1949, 3000)
LONGEST = timedelta(days=3653)
"""Ten years: no promise to a customer is longer, and the calendar ends some day."""
_EACH = {
    Unit.MIN: timedelta(minutes=1),
    Unit.H: timedelta(hours=1),
    Unit.SERVICE_H: timedelta(hours=2),
    Unit.D: timedelta(days=1),
    Unit.WD: timedelta(days=1.5),
}
"""How long one of each is at least, give or take."""


def check_bounds(told: PackText) -> None:
    """Refuse a code that is no address, a year out of the world, a term without end.

    Raises:
        ValueError: naming what is out of bounds.
    """
    if len(told.code) > _LONGEST_CODE or not _CODE.fullmatch(told.code):
        raise ValueError(
            f"code“{shortened(told.code)}”须由大写字母、数字和连字符组成，"
            f"不超过 {_LONGEST_CODE} 个字符。"
        )
    _check_year("effective_from", told.effective_from)
    if told.effective_to is not None:
        _check_year("effective_to", told.effective_to)
    for rule in told.rule:
        for text in _amounts(rule):
            if _length(text) > LONGEST:
                raise ValueError(f"规则 {rule.name or rule.clock}：期限 {text} 太长，最长十年。")


def _check_year(name: str, on: date) -> None:
    if on.year not in _YEARS:
        raise ValueError(f"{name} {on} 的年份应在 {_YEARS[0]} 到 {_YEARS[-1]} 之间。")


def _amounts(rule: RuleText) -> Iterator[str]:
    texts = (rule.amount, rule.fallback, rule.after_cutoff, rule.pause_cap, rule.ext_amount)
    return (text for text in texts if text)


def _length(text: str) -> timedelta:
    """How long it is about; nothing where it does not read, which is told with its rule."""
    try:
        amount: Amount = parse_amount(text)
    except ValueError:
        return timedelta()
    return amount.number * _EACH[amount.unit]
