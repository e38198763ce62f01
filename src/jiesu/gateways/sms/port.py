"""What a gateway for text messages does, and which one this installation has."""

from collections.abc import Callable, Mapping
from datetime import datetime

from jiesu.gateways.sms.pretend import send as pretend

Send = Callable[[str, str, str, datetime], None]
"""Number, text, reference (the same one means the same message) and the moment.

Raises SmsRefused when the number will never take it, SmsBusy when it may be tried again; anything
else leaves open whether it was sent.
"""
PRETEND = "pretend"
"""The gateway that sends nothing: it writes down what would have been sent."""
_GATEWAYS: Mapping[str, Send] = {PRETEND: pretend}


class SmsRefused(Exception):  # noqa: N818 - an answer of the gateway
    """The message cannot be delivered to this number."""


class SmsBusy(Exception):  # noqa: N818 - an answer of the gateway
    """Not now; surely not sent."""


def gateway(name: str) -> Send | None:
    """The gateway called ``name``; None for no name.

    Raises ValueError for a name that nobody bears.
    """
    if name and name not in _GATEWAYS:
        offered = "、".join(_GATEWAYS)
        raise ValueError(f"没有名为“{name}”的短信网关，短信未发送。可选：{offered}。")
    return _GATEWAYS.get(name)
