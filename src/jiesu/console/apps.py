"""Tells Django about this floor."""

from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    """The floor ``jiesu.console``."""

    name = "jiesu.console"
    label = "console"
