"""Tells Django about this floor, and learns its verbs."""

from django.apps import AppConfig

from jiesu.kit.discovery import load_all


class CasesConfig(AppConfig):
    """The floor ``jiesu.cases``."""

    name = "jiesu.cases"
    label = "cases"

    def ready(self) -> None:
        """Import every file in ``actions``: each registers its verbs."""
        load_all("jiesu.cases.actions")
