"""Tells Django about working together."""

from django.apps import AppConfig


class TogetherConfig(AppConfig):
    """The tables, static files and tags of ``jiesu.console.together``."""

    name = "jiesu.console.together"
    label = "together"
