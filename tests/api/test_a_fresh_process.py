"""The thin door opens in a process that has loaded nothing before, as a web worker is."""

import subprocess
import sys

KNOCK = """
from jiesu.config.wsgi import application
told = []
application({"REQUEST_METHOD": "GET", "PATH_INFO": "/api/v1/complaints"},
            lambda status, headers: told.append(status))
print(told[0])
"""


def test_a_fresh_web_worker_answers() -> None:
    done = subprocess.run([sys.executable, "-c", KNOCK], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "401 Unauthorized"


def test_a_web_worker_works_with_two_hands() -> None:
    told = "from jiesu.config.web_worker import HANDS; print(len(HANDS))"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "2"
