"""Benches: each measures its own baseline in the same run and prints one table. Never tests.

``jiesu bench`` starts a database of its own for them and runs them as modules.
"""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiesu.config.settings")
django.setup()
