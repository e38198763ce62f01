"""Tells Django about this floor, and learns its verbs."""

from django.apps import AppConfig

from jiesu.kit.discovery import load_all


class OversightConfig(AppConfig):
    """The floor ``jiesu.oversight``."""

    name = "jiesu.oversight"
    label = "oversight"

    def ready(self) -> None:
        """Import every file in ``actions``: each registers its verbs."""
        load_all("jiesu.oversight.actions")
