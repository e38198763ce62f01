"""Addresses of the lead's screens, below ``/console/lead/``."""

from django.urls import path

from jiesu.console.lead.board import board, hand_on
from jiesu.console.lead.roster import absent, another, back, duty, roster, to_stand_in
from jiesu.console.lead.wall import wall

urlpatterns = [
    path("board", board, name="board"),
    path("board/hand-on", hand_on, name="hand_on"),
    path("roster", roster, name="roster"),
    path("roster/absent", absent, name="absent"),
    path("roster/duty", duty, name="duty"),
    path("roster/<int:absence_id>/back", back, name="back"),
    path("roster/<int:absence_id>/stand-in", to_stand_in, name="to_stand_in"),
    path("roster/<int:absence_id>/another", another, name="ask_another"),
    path("wall", wall, name="wall"),
]
