"""Addresses for finding cases."""

from django.urls import path

from jiesu.console.finding.clocks import clocks
from jiesu.console.finding.command import command, keys
from jiesu.console.finding.find import find, suggestions
from jiesu.console.finding.queue import queue
from jiesu.console.finding.several import several, undo
from jiesu.console.finding.views import drop_view, edit_view, preview, views

urlpatterns = [
    path("cases/", queue, name="queue"),
    path("find", find, name="find"),
    path("find/suggestions", suggestions, name="suggestions"),
    path("cases/<number:number>/clocks", clocks, name="clocks"),
    path("command", command, name="command"),
    path("keys", keys, name="keys"),
    path("views", views, name="views"),
    path("views/new", edit_view, name="new_view"),
    path("views/preview", preview, name="preview"),
    path("views/<int:view_id>", edit_view, name="edit_view"),
    path("views/<int:view_id>/drop", drop_view, name="drop_view"),
    path("several", several, name="several"),
    path("several/undo", undo, name="undo"),
]
