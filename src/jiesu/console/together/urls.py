"""Addresses of working together, below ``/console/together/``."""

from django.urls import path

from jiesu.console.together.inbox import count, inbox, read
from jiesu.console.together.keeping import draft, forget
from jiesu.console.together.mentioning import colleagues
from jiesu.console.together.news import check, since
from jiesu.console.together.standing_in import answer_seen, stand_in
from jiesu.console.together.tabs import close
from jiesu.console.together.watching import watch

urlpatterns = [
    path("check", check, name="check"),
    path("since/<number:number>", since, name="since"),
    path("draft", draft, name="keep_draft"),
    path("draft/forget", forget, name="forget_draft"),
    path("tabs/close", close, name="close_tab"),
    path("inbox", inbox, name="inbox"),
    path("inbox/count", count, name="count_notices"),
    path("inbox/read", read, name="read"),
    path("stand-in/<int:absence_id>", stand_in, name="stand_in"),
    path("stand-in/<int:absence_id>/seen", answer_seen, name="answer_seen"),
    path("watch/<number:number>", watch, name="watch"),
    path("colleagues/<number:number>", colleagues, name="mentionable"),
]
