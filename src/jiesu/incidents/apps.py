"""Tells Django about this floor, and learns its verbs."""

from django.apps import AppConfig

from jiesu.kit.discovery import load_all


class IncidentsConfig(AppConfig):
    """The floor ``jiesu.incidents``."""

    name = "jiesu.incidents"
    label = "incidents"

    def ready(self) -> None:
        """Import every file in ``actions``: each registers its verbs."""
        load_all("jiesu.incidents.actions")
