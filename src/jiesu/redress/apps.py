"""Tells Django about this floor, and learns its verbs."""

from django.apps import AppConfig

from jiesu.kit.discovery import load_all


class RedressConfig(AppConfig):
    """The floor ``jiesu.redress``."""

    name = "jiesu.redress"
    label = "redress"

    def ready(self) -> None:
        """Import every file in ``actions``: each registers its verbs."""
        load_all("jiesu.redress.actions")
