"""Addresses of the living gallery."""

from django.urls import path

from jiesu.ui.gallery import gallery
from jiesu.ui.sheet import sheet

urlpatterns = [
    path("", gallery, name="gallery"),
    path("sheet-<slug:digest>.css", sheet, name="sheet"),
]
