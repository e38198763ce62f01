"""Tells Django about the table of the pretending gateway."""

from django.apps import AppConfig


class SmsConfig(AppConfig):
    """The gateway ``jiesu.gateways.sms``."""

    name = "jiesu.gateways.sms"
    label = "sms"
