"""Separation of duties (§17): hard guards that look only at what the person is in the case."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class _Guard(NamedTuple):
    verbs: frozenset[str]
    """Empty: every verb."""
    parts: frozenset[str]
    why: Promise


_WORKED_ON_IT = frozenset({"owner", "investigator", "handler", "technician"})

_GUARDS = (
    _Guard(
        frozenset(),
        frozenset({"accused"}),
        _("您是这件投诉的被投诉人，不能查看或办理。"),
    ),
    _Guard(
        frozenset({"call_back", "try_call", "score"}),
        _WORKED_ON_IT,
        _("您经办过这件投诉，回访须由他人进行。"),
    ),
    _Guard(
        frozenset({"register_appeal", "reinvestigate", "decide_appeal"}),
        _WORKED_ON_IT | {"approver"},
        _("您是原办理人，申诉须由其他人员办理。"),
    ),
    _Guard(
        frozenset({"approve", "decline", "approve_reply", "approve_rectification"}),
        frozenset({"requester"}),
        _("申请人不能审批自己的申请。"),
    ),
    _Guard(
        frozenset({"approve_rectification", "verify_rectification", "check_effect"}),
        frozenset({"rectifier"}),
        _("整改责任人不能审批或验收自己的整改。"),
    ),
)


def conflicts(verb: str, parts: frozenset[str]) -> str:
    """Why someone with these parts must keep away from ``verb``; empty if nothing speaks against.

    A part held earlier (``was_handler``) binds like one still held.
    """
    ever = frozenset(part.removeprefix("was_") for part in parts)
    for guard in _GUARDS:
        if ever & guard.parts and (not guard.verbs or verb in guard.verbs):
            return str(guard.why)
    return ""
