"""The application as granian's worker processes load it: should granian be killed, they go too."""

import signal

from django.conf import settings

from jiesu.config.leash import tie
from jiesu.config.wsgi import application
from jiesu.kit.hands import HANDS

__all__ = ["application"]

tie(signal.SIGKILL)
HANDS.hire(settings.HANDS)
