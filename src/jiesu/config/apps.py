"""Tells Django about the roof: once all floors stand, who listens to what is wired."""

from importlib import import_module

from django.apps import AppConfig

from jiesu.kit import events


class RoofConfig(AppConfig):
    """The floor ``jiesu.config``, last in the list of apps."""

    name = "jiesu.config"
    label = "config"

    def ready(self) -> None:
        """Wire the reactions; their table imports models, so it cannot be imported before now."""
        events.wire(import_module("jiesu.config.reactions").REACTIONS)
