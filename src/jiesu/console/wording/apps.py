"""Tells Django about texts and macros."""

from django.apps import AppConfig


class WordingConfig(AppConfig):
    """The tables and tags of ``jiesu.console.wording``."""

    name = "jiesu.console.wording"
    label = "wording"
