"""Addresses of the register of outages."""

from django.urls import path

from jiesu.console.outages.listing import outages
from jiesu.console.outages.one import outage
from jiesu.console.outages.turning import close, declare, estimate

urlpatterns = [
    path("", outages, name="outages"),
    path("new", declare, name="declare_outage"),
    path("<number:outage>/", outage, name="outage"),
    path("<number:outage>/estimate", estimate, name="estimate_outage"),
    path("<number:outage>/close", close, name="close_outage"),
]
