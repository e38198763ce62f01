"""Tells Django about this floor."""

from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    """The floor ``jiesu.incidents``."""

    name = "jiesu.incidents"
    label = "incidents"
