"""One day of the working calendar (C1)."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from jiesu.rules.reason import Title


class Kind(StrEnum):
    """What sort of day it is; the first and the last are worked."""

    WORKDAY = "WORKDAY"
    WEEKEND = "WEEKEND"
    STATUTORY = "STATUTORY"
    BRIDGE_OFF = "BRIDGE_OFF"
    MAKEUP_WORK = "MAKEUP_WORK"


class Status(StrEnum):
    """How firm the day is: announced for the country, reckoned by us, or a place's own."""

    OFFICIAL = "OFFICIAL"
    PROVISIONAL = "PROVISIONAL"
    LOCAL = "LOCAL"


KIND_SAID = {
    Kind.WORKDAY: Title("工作日", "working day"),
    Kind.WEEKEND: Title("周末", "weekend"),
    Kind.STATUTORY: Title("法定节假日", "statutory holiday"),
    Kind.BRIDGE_OFF: Title("调休放假", "day off in exchange"),
    Kind.MAKEUP_WORK: Title("调休上班", "worked in exchange"),
}
STATUS_SAID = {
    Status.OFFICIAL: Title("已公布", "announced"),
    Status.PROVISIONAL: Title("暂定", "provisional"),
    Status.LOCAL: Title("本地安排", "local"),
}


@dataclass(frozen=True, slots=True)
class Day:
    """A day, who said what it is (``source``), and the holiday it belongs to (``name``)."""

    date: dt.date
    kind: Kind
    status: Status
    source: str
    name: str = ""

    @property
    def works(self) -> bool:
        """Whether the day is worked and so counts as a working day."""
        return self.kind is Kind.WORKDAY or self.kind is Kind.MAKEUP_WORK

    @property
    def provisional(self) -> bool:
        """Whether the day may still change when the official notice comes."""
        return self.status is Status.PROVISIONAL
