"""One day of the working calendar (C1)."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


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
    Kind.WORKDAY: "工作日",
    Kind.WEEKEND: "周末",
    Kind.STATUTORY: "法定节假日",
    Kind.BRIDGE_OFF: "调休放假",
    Kind.MAKEUP_WORK: "调休上班",
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
