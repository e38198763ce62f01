"""Tells Django about this floor."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The floor ``jiesu.portal``."""

    name = "jiesu.portal"
    label = "portal"
