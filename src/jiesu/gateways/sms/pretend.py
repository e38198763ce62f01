"""A gateway that keeps what it is given, for demonstrations and tests."""

from datetime import datetime

from jiesu.gateways.sms.models import PretendSms
from jiesu.kit.masks import mask_phone


def send(number: str, text: str, reference: str, at: datetime) -> None:
    """Keep the message; the same reference is kept once."""
    told = {"masked": mask_phone(number), "text": text, "at": at}
    PretendSms.objects.get_or_create(reference=reference, defaults=told)
