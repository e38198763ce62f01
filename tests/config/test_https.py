"""Whoever comes by https stays with https; on a machine of one's own nothing is asked of it."""

import os
import subprocess
import sys

import pytest

ASK = """
import django
django.setup()
from django.conf import settings
from django.test import Client

answer = Client().get("/healthz", headers={"X-Forwarded-Proto": "https"})
cookies = [settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE,
           settings.LANGUAGE_COOKIE_SECURE]
print(answer.status_code, cookies, answer.headers.get("Strict-Transport-Security"))
"""


def told(address: str) -> str:
    """What an installation under this address answers, in a process of its own."""
    environ = {**os.environ, "JIESU_BASE_URL": address}
    words = [sys.executable, "-c", ASK]
    asked = subprocess.run(words, env=environ, capture_output=True, text=True, check=True)
    return asked.stdout.strip()


def test_under_https_cookies_are_secure_and_browsers_are_held_to_it() -> None:
    assert told("https://complaints.example.com") == ("200 [True, True, True] max-age=31536000")


@pytest.mark.parametrize("address", ["http://127.0.0.1:8000", "http://10.0.0.7"])
def test_without_https_browsers_are_not_locked_out(address: str) -> None:
    assert told(address) == "200 [False, False, False] None"
