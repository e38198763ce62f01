"""Tells Django about this floor."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """The floor ``jiesu.ui``."""

    name = "jiesu.ui"
    label = "ui"
