"""Addresses of one case: its page, its evidence, its volume, and a form for every verb."""

from django.urls import path

from jiesu.console.acting import act
from jiesu.console.case import case_page
from jiesu.console.evidence import evidence, piece
from jiesu.console.viewer import viewer
from jiesu.console.volume_screen import volume, volume_pdf

urlpatterns = [
    path("", case_page, name="case"),
    path("volume/", volume, name="volume"),
    path("volume.pdf", volume_pdf, name="volume_pdf"),
    path("add_evidence/", evidence, name="evidence"),
    path("evidence/<int:seq>/", viewer, name="viewer"),
    path("evidence/<int:seq>/<slug:copy>", piece, name="piece"),
    path("<slug:verb>/", act, name="act"),
]
