"""Tells Django about this floor."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """The floor ``jiesu.people``."""

    name = "jiesu.people"
    label = "people"
