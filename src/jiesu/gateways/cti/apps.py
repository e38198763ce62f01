"""Tells Django about the table of calls."""

from django.apps import AppConfig


class CtiConfig(AppConfig):
    """The gateway ``jiesu.gateways.cti``."""

    name = "jiesu.gateways.cti"
    label = "cti"
