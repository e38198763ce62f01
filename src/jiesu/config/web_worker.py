"""The application as granian's worker processes load it: should granian be killed, they go too."""

import signal

from jiesu.config.leash import tie
from jiesu.config.wsgi import application

__all__ = ["application"]

tie(signal.SIGKILL)
