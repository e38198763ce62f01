"""Tells Django about this floor, and learns its verbs."""

from django.apps import AppConfig

from jiesu.kit.discovery import load_all


class FeedbackConfig(AppConfig):
    """The floor ``jiesu.feedback``."""

    name = "jiesu.feedback"
    label = "feedback"

    def ready(self) -> None:
        """Import every file in ``actions``: each registers its verbs."""
        load_all("jiesu.feedback.actions")
