"""What only the register of outages answers."""

from jiesu.cases.refusals import Refusal


class UnknownOutage(Refusal):
    """There is no such outage for this actor; a stranger learns no more than that."""

    code = "unknown-outage"
    status = 404
