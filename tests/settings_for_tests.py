"""The settings of every test: the product's own, on an embedded server that forgets to fsync.

pytest-django reads the settings before any conftest, so the ground is laid here.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

os.environ["JIESU_HOME"] = tempfile.mkdtemp(prefix="jiesu-home-")
atexit.register(shutil.rmtree, os.environ["JIESU_HOME"], ignore_errors=True)

from jiesu.config import embedded  # noqa: E402 - the home must be named before

CACHE = Path(__file__).resolve().parent.parent / ".cache"
CACHE.mkdir(exist_ok=True)
QUICK = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "256MB",
}


def _database_url() -> str:
    if told := os.environ.get("JIESU_TEST_DATABASE_URL"):
        return told
    return embedded.start(CACHE / "server", QUICK).get_uri("postgres")


os.environ["JIESU_DATABASE_URL"] = _database_url()

from jiesu.config.settings import *  # noqa: E402, F403 - all, now that the ground is laid

DATABASES["default"]["CONN_MAX_AGE"] = 0  # noqa: F405
"""A worker's threads must not hold on to a database that is to be dropped."""

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
"""Slow hashing is for attackers; tests log in all day."""

os.environ["DJANGO_SETTINGS_MODULE"] = "jiesu.config.settings"
"""What the processes that tests start will read."""
