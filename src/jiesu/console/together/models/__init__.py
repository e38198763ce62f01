"""What working together keeps: rows of one person each, none of them history."""

from jiesu.console.together.models.draft import Draft
from jiesu.console.together.models.notice import Notice
from jiesu.console.together.models.opened import Opened
from jiesu.console.together.models.outage_notice import OutageNotice
from jiesu.console.together.models.presence import Presence
from jiesu.console.together.models.watch import Watch

__all__ = ["Draft", "Notice", "Opened", "OutageNotice", "Presence", "Watch"]
