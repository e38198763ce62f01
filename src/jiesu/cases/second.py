"""The second person: what one requests, another approves or declines (§17 ²)."""

from jiesu.cases.refusals import Refusal


class NeedsSecond(Refusal):
    """The action needs a second person; ``moves`` turns it into a request."""

    code = "needs-second"
