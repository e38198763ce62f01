"""What is known of a case when its priority is computed."""

import msgspec


class Situation(msgspec.Struct, frozen=True, kw_only=True):
    """The facts that may weigh, and no others.

    The customer's value, media attention and the tone of the complaint are not among
    them: what is not told cannot raise or lower a priority (§14, S167).
    """

    category: str
    total_loss: bool = False
    """The service does not work at all; some categories imply it."""
    safety: bool = False
    emergency_calls_lost: bool = False
    data_leaking: bool = False
    """Personal data is leaking at this moment."""
    account_misused: bool = False
    affected_users: int = 1
    whole_building: bool = False
    opinion_event: bool = False
    """A public-opinion event declared by the service manager; attention alone is none."""
    amount_fen: int = 0
    external: bool = False
    """Transferred by 12345, 12315 or a telecom authority."""
    vulnerable: bool = False
    """Tele-care, disabled, elderly and alone, or an examination or consultation online today."""
    works_from_home: bool = False
    repeat_no: int = 1
    """1 for a first complaint, 2 for the second on the same matter (§15.1)."""
    expedites: int = 0
    reopened: bool = False
    clock_left_ratio: float | None = None
    """Part of the tightest running clock that is left: 1 untouched, 0 due; None without one."""
    law_clock_hours_left: float | None = None
    """Hours left on the tightest LAW or EXTERNAL clock; negative when breached."""
    agreed_later: bool = False
    """The user agreed to a later date."""
