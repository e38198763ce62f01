"""Which carriers this installation has set up; what is written for another one waits (§19)."""

from django.conf import settings

from jiesu.cases.models import Message

SETTINGS = {"sms": "SMS_GATEWAY", "email": "SMTP_URL"}
"""What names the way out of each carrier; the portal needs none."""


def set_up(carrier: str) -> bool:
    """Whether letters for ``carrier`` can leave the house."""
    name = SETTINGS.get(carrier)
    return name is None or bool(getattr(settings, name))


def held_up(carrier: str) -> int:
    """How many letters wait for ``carrier`` because it is not set up."""
    if set_up(carrier):
        return 0
    waiting = Message.objects.filter(carrier=carrier, send_at__isnull=False)
    return waiting.count()
