"""Text messages go through the gateway that the installation names."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.conf import settings

from jiesu.cases.post import Carrier, Outcome, Parcel
from jiesu.gateways.sms.port import Send, SmsBusy, SmsRefused, gateway
from jiesu.kit.phones import normal_phone


class Sms:
    """Without a gateway text messages wait."""

    name = "sms"
    rouses = True

    @property
    def ready(self) -> bool:
        """Whether a gateway is named."""
        return gateway(settings.SMS_GATEWAY) is not None

    def deliver(self, parcels: Sequence[Parcel], now: datetime) -> Iterator[tuple[Parcel, Outcome]]:
        """Send one after the other."""
        send = gateway(settings.SMS_GATEWAY)
        if send:
            for parcel in parcels:
                yield parcel, _sent(send, parcel, now)


def _sent(send: Send, parcel: Parcel, now: datetime) -> Outcome:
    try:
        send(normal_phone(parcel.to), parcel.body, parcel.reference, now)
    except SmsRefused as refused:
        return Outcome("refused", str(refused))
    except SmsBusy as busy:
        return Outcome("later", str(busy))
    except OSError as broken:
        return Outcome("doubtful", str(broken))
    return Outcome("delivered")


CARRIER: Carrier = Sms()
