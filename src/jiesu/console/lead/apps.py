"""Tells Django about the lead's screens."""

from django.apps import AppConfig


class LeadConfig(AppConfig):
    """The templates and static files of ``jiesu.console.lead``."""

    name = "jiesu.console.lead"
    label = "lead"
