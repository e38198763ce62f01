"""What is kept of a complaint: the ledger is the truth, everything else is derived from it."""

from jiesu.cases.models.alarm import Alarm
from jiesu.cases.models.calendar_day import CalendarDay
from jiesu.cases.models.case import Case
from jiesu.cases.models.day_notice import DayNotice
from jiesu.cases.models.entry import Entry
from jiesu.cases.models.evidence import Evidence, EvidenceView
from jiesu.cases.models.kept_pack import KeptPack
from jiesu.cases.models.message import Message
from jiesu.cases.models.part import Part
from jiesu.cases.models.proceeding import Proceeding
from jiesu.cases.models.promise import PromiseRow
from jiesu.cases.models.search_text import SearchText
from jiesu.cases.models.tally import Tally
from jiesu.kit.resealing import SealedColumn, register

__all__ = [
    "Alarm",
    "CalendarDay",
    "Case",
    "DayNotice",
    "Entry",
    "Evidence",
    "EvidenceView",
    "KeptPack",
    "Message",
    "Part",
    "Proceeding",
    "PromiseRow",
    "SearchText",
    "Tally",
]

register(
    SealedColumn("cases_case", "id", "secret"),
    SealedColumn("cases_entry", "id", "secret"),
    SealedColumn("cases_evidenceview", "id", "purpose"),
)
