"""Addresses of the staff screens."""

from django.urls import include, path

from jiesu.console.accounts import (
    grant,
    leave,
    reset_password,
    reset_second_factor,
    revoke,
    unlock,
)
from jiesu.console.approvals import approvals
from jiesu.console.archives import archives, take_out
from jiesu.console.audit import audit
from jiesu.console.day_notices import decide_days, import_days
from jiesu.console.emergency import emergency, looked_at, looks
from jiesu.console.first_steps import first_steps
from jiesu.console.inspections import decide, inspections
from jiesu.console.packs import pack, packs
from jiesu.console.page import home
from jiesu.console.perspective import colleagues, look_as, look_as_oneself
from jiesu.console.proceedings import register_of
from jiesu.console.staff import hire, people, person
from jiesu.console.units import move, new_unit, unit, units
from jiesu.console.year import year

app_name = "console"
urlpatterns = [
    path("", home, name="home"),
    path("", include("jiesu.console.finding.urls")),
    path("", include("jiesu.console.intake.urls")),
    path("wording/", include("jiesu.console.wording.urls")),
    path("lead/", include("jiesu.console.lead.urls")),
    path("together/", include("jiesu.console.together.urls")),
    path("cases/<number:number>/", include("jiesu.console.case_urls")),
    path("outages/", include("jiesu.console.outages.urls")),
    path("approvals", approvals, name="approvals"),
    path("orders", register_of("order", "console:orders"), name="orders"),
    path("appeals", register_of("appeal", "console:appeals"), name="appeals"),
    path(
        "rectifications",
        register_of("rectification", "console:rectifications"),
        name="rectifications",
    ),
    path("external", register_of("external", "console:external"), name="external"),
    path("first-steps", first_steps, name="first_steps"),
    path("calendar", year, name="calendar"),
    path("calendar/<int:number>", year, name="year"),
    path("calendar/import", import_days, name="import_days"),
    path("calendar/notices/<int:notice_id>/<decision>", decide_days, name="decide_days"),
    path("packs", packs, name="packs"),
    path("packs/<str:code>", pack, name="pack"),
    path("people", people, name="people"),
    path("people/new", hire, name="hire"),
    path("people/<int:staff_id>", person, name="person"),
    path("people/<int:staff_id>/grant", grant, name="grant"),
    path("people/<int:staff_id>/revoke", revoke, name="revoke"),
    path("people/<int:staff_id>/leave", leave, name="leave"),
    path("people/<int:staff_id>/unlock", unlock, name="unlock"),
    path("people/<int:staff_id>/password", reset_password, name="reset_password"),
    path("people/<int:staff_id>/factor", reset_second_factor, name="reset_second_factor"),
    path("units", units, name="units"),
    path("units/new", new_unit, name="new_unit"),
    path("units/<str:code>/", unit, name="unit"),
    path("units/<str:code>/move", move, name="move_unit"),
    path("audit", audit, name="audit"),
    path("archives", archives, name="archives"),
    path("archives/take", take_out, name="take_out"),
    path("inspections", inspections, name="inspections"),
    path("inspections/<int:inspection_id>/<slug:decision>", decide, name="decide_inspection"),
    path("emergency", emergency, name="emergency"),
    path("looks", looks, name="looks"),
    path("looks/<int:notice_id>", looked_at, name="looked_at"),
    path("perspective", colleagues, name="perspective"),
    path("perspective/end", look_as_oneself, name="look_as_oneself"),
    path("perspective/<int:staff_id>", look_as, name="look_as"),
]
