"""Tells Django about this floor, and learns its verbs."""

from django.apps import AppConfig

from jiesu.kit.discovery import load_all


class FieldworkConfig(AppConfig):
    """The floor ``jiesu.fieldwork``."""

    name = "jiesu.fieldwork"
    label = "fieldwork"

    def ready(self) -> None:
        """Import every file in ``actions``: each registers its verbs."""
        load_all("jiesu.fieldwork.actions")
