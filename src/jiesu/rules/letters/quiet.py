"""Quiet hours: at night only what the user waits for is sent (§19)."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from jiesu.rules.letters.template import Template
from jiesu.rules.workdays.shanghai import SHANGHAI


@dataclass(frozen=True)
class QuietHours:
    """From evening to morning in Shanghai. The default is ours; a pack may tell others."""

    begin: time = time(21)
    end: time = time(8)

    def includes(self, at: datetime) -> bool:
        """Whether the aware moment ``at`` is quiet; the end itself is not."""
        clock = at.astimezone(SHANGHAI).time()
        return clock >= self.begin or clock < self.end

    def earliest_sending(self, template: Template, at: datetime, *, urgent: bool) -> datetime:
        """When a letter ready ``at`` may go out.

        ``urgent`` is a P1 case, an outage, or a request the user makes right now.
        """
        return at if urgent or template.quiet_exempt else self.next_end(at)

    def next_end(self, at: datetime) -> datetime:
        """The morning that ends the night of ``at``, or ``at`` itself by day."""
        if not self.includes(at):
            return at
        local = at.astimezone(SHANGHAI)
        morning = local.date() + timedelta(days=local.time() >= self.begin)
        return datetime.combine(morning, self.end, SHANGHAI).astimezone(at.tzinfo)

    def last_awake(self, at: datetime) -> datetime:
        """The last second before the night of ``at``, or ``at`` itself by day."""
        if not self.includes(at):
            return at
        local = at.astimezone(SHANGHAI)
        evening = local.date() - timedelta(days=local.time() < self.end)
        began = datetime.combine(evening, self.begin, SHANGHAI).astimezone(at.tzinfo)
        return began - timedelta(seconds=1)
