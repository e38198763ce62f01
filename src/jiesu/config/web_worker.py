"""The application as granian's worker processes load it: should granian be killed, they go too."""

import signal

from jiesu.config.leash import tie
from jiesu.config.wsgi import application
from jiesu.kit.hands import HANDS

__all__ = ["application"]

HANDS_A_PROCESS = 2
"""One works while the other waits for the database (docs/decisions/0144)."""

tie(signal.SIGKILL)
HANDS.hire(HANDS_A_PROCESS)
