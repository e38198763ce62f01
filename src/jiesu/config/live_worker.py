"""The live stream as granian's worker loads it: should granian be killed, it goes too."""

import os
import signal

import django

from jiesu.config.leash import tie

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiesu.config.settings")
django.setup()

from jiesu.console.together.live.door import Door  # noqa: E402 - its models want Django set up

tie(signal.SIGKILL)
application = Door()
