"""Addresses of texts and macros, below ``/console/wording/``."""

from django.urls import path

from jiesu.console.wording.finding import find
from jiesu.console.wording.macro_screens import add_step, drop_step, on_case, try_on
from jiesu.console.wording.screens import begin_one, edit, preview, retire_one, wording

urlpatterns = [
    path("", wording, name="wording"),
    path("find", find, name="find_text"),
    path("preview", preview, name="preview_text"),
    path("new/<slug:kind>", begin_one, name="begin_wording"),
    path("<int:pk>", edit, name="edit_wording"),
    path("<int:pk>/step", add_step, name="add_step"),
    path("<int:pk>/drop", drop_step, name="drop_step"),
    path("<int:pk>/try", try_on, name="try_macro"),
    path("<int:pk>/on/<number:number>", on_case, name="macro_on"),
    path("<int:pk>/retire", retire_one, name="retire_wording"),
]
