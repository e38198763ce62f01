"""Lengths of time as regulations write them: 30 minutes, 24 hours, 15 days, 5 working days."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from jiesu.kit.text import shortened


class Unit(StrEnum):
    """What is counted; the value is the suffix in text (C5–C7)."""

    MIN = "min"
    H = "h"
    SERVICE_H = "sh"
    D = "d"
    WD = "wd"


MOST = 99_999
TEXT = re.compile(r"(\d{1,5})\s*(min|sh|wd|h|d)")
SPOKEN = {
    Unit.MIN: ("分钟", "minute"),
    Unit.H: ("小时", "hour"),
    Unit.SERVICE_H: ("个服务小时", "service hour"),
    Unit.D: ("日", "day"),
    Unit.WD: ("个工作日", "working day"),
}


@dataclass(frozen=True, slots=True)
class Amount:
    """``number`` of ``unit``; only 0 days is allowed besides positive numbers: today 24:00."""

    number: int
    unit: Unit

    def __post_init__(self) -> None:
        least = 0 if self.unit is Unit.D else 1
        if not least <= self.number <= MOST:
            raise ValueError(
                f"期限 {self.number}{self.unit} 超出范围：应在 {least} 到 {MOST} 之间。"
            )

    def __str__(self) -> str:
        return f"{self.number}{self.unit.value}"

    @property
    def spoken(self) -> str:
        """The amount in Chinese: ``5个工作日``."""
        return f"{self.number}{SPOKEN[self.unit][0]}"

    @property
    def spoken_en(self) -> str:
        """The amount in English: ``5 working days``."""
        return f"{self.number} {SPOKEN[self.unit][1]}{'' if self.number == 1 else 's'}"


def parse_amount(text: str) -> Amount:
    """Read ``30min 24h 4sh 15d 5wd``; case, inner blanks and full-width forms do not matter.

    Raises ValueError with a Chinese sentence naming the five forms.
    """
    found = TEXT.fullmatch(unicodedata.normalize("NFKC", text).strip().lower())
    if not found:
        raise ValueError(
            f"看不懂期限“{shortened(text)}”。请写成 30min（分钟）、24h（小时）、4sh（服务小时）、"
            "15d（日）或 5wd（工作日）。"
        )
    return Amount(int(found[1]), Unit(found[2]))
