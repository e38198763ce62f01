"""The contact as it comes in (§12.3): what every channel hands over."""

from typing import Annotated, Literal

from msgspec import Meta

from jiesu.cases.verbs import Words
from jiesu.cases.words import Fen, MaybeCode, MaybeExternalNo, MaybeLine, MaybePage, Moment, Region

LEAST_DESCRIPTION = 10
"""Characters that a description needs before the case can be handled (T02)."""
MOST_TEXT = 200_000
"""Characters a description may have; a 200 kB letter is taken as it is."""

Channel = Literal[
    "hotline", "web", "app", "email", "sms", "counter", "letter", "wechat", "weibo", "social",
    "g12345", "g12315", "miit", "field", "import",
]  # fmt: skip


class Intake(Words):
    """What is known when a contact is saved (T01); everything but the words may be missing."""

    channel: Channel
    description: Annotated[str, Meta(min_length=1, max_length=MOST_TEXT)]
    case_type: Literal["complaint", "fault", "consultation", "suggestion", "report"] = "complaint"
    desired_outcome: MaybePage = ""
    category: MaybeCode = ""
    name: MaybeLine = ""
    phone: MaybeLine = ""
    email: MaybeLine = ""
    account: MaybeLine = ""
    address: MaybeLine = ""
    handle: MaybeLine = ""
    """Name the writer goes by on a platform or message board."""
    relation: Literal["holder", "user", "agent", "third", ""] = ""
    no_contact: bool = False
    """The complainant explicitly wants no contact (T01)."""
    preferred_channel: Literal["", "sms", "phone", "email", "portal", "letter"] = ""
    written_reply: bool = False
    vulnerable: MaybeLine = ""
    """Why the complainant needs special care, as told (S32 of §21, R25)."""
    region: Region = ""
    """GB/T 2260 code of the city; empty means the agent's own."""
    rural: bool = False
    received_at: Moment | None = None
    """First arrival, if earlier than now (C8): signed receipt of a letter, a transfer's time."""
    contact_ended_at: Moment | None = None
    """When the call or visit was over, from which the acknowledgement is reckoned."""
    fault_reported_at: Moment | None = None
    """When the fault was first reported, if before this contact (电信条例 Art.32)."""
    paid_at: Moment | None = None
    """When the arrears were paid, if the line was not resumed (电信条例 Art.34)."""
    occurred_at: Moment | None = None
    occurred_place: MaybeLine = ""
    identity_level: Literal["L0", "L1", "L2", "L3"] = "L0"
    external_source: Literal["", "g12345", "g12315", "miit"] = ""
    external_no: MaybeExternalNo = ""
    procedure: Literal["", "ODR", "MEDIATION"] = ""
    """How a transfer from 12315 is handled there (消费者投诉处理)."""
    grade: Literal["", "EMERGENCY", "TIMELY", "GENERAL", "COMPLEX"] = ""
    """Urgency that the hotline 12345 gave a transfer (§6.3)."""
    filed_at: Moment | None = None
    """When the user turned to the authority."""
    authority_accepted_at: Moment | None = None
    """When the authority took the user's case up."""
    printed_due: Moment | None = None
    tracking: MaybeLine = ""
    """Number of a registered letter or courier item (S163)."""
    met: MaybeLine = ""
    """Manager on duty whom the visitor met at the counter (S164)."""
    subject: MaybeLine = ""
    amount_fen: Fen = 0
    """Disputed amount in fen."""
    repeat_of: MaybeLine = ""
    """Number of an earlier complaint of the same person that this one repeats, as a person found;
    empty leaves it to the rules (§15.1)."""
    outage: MaybeCode = ""
    """Number of the outage that it belongs to, as whoever takes it down found (S105, S106): the
    case joins it in the same breath, and another outage makes no repeat (§15.1)."""
