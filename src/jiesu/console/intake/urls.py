"""Addresses of the intake screen, below ``/console/``."""

from django.urls import path

from jiesu.console.intake.done import done
from jiesu.console.intake.ringing import ringing
from jiesu.console.intake.screen import hints, new

urlpatterns = [
    path("new", new, name="new"),
    path("new/ringing", ringing, name="ringing"),
    path("new/hints", hints, name="hints"),
    path("new/<number:number>/done", done, name="done"),
]
