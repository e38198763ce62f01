"""The command bar goes anywhere this person may go, and nowhere else."""

from cast import Cast
from console.conftest import Enter
from jiesu.cases.models import Case
from jiesu.people.actor import Actor


def test_it_finds_verbs_of_the_open_case_by_their_initials(
    case: Case, owner: Actor, enter: Enter
) -> None:
    told = {"q": "sl", "case": case.number}
    html = enter(owner).post("/console/command", told).content.decode()
    assert f"/console/cases/{case.number}/accept/" in html
    assert "本件可办理" in html


def test_verbs_of_a_case_that_is_not_seen_are_not_told(
    cast: Cast, case: Case, enter: Enter
) -> None:
    told = {"q": "sl", "case": case.number}
    html = enter(cast.stranger).post("/console/command", told).content.decode()
    assert f"/console/cases/{case.number}/" not in html
    assert "本件可办理" not in html


def test_it_finds_cases_screens_and_colleagues(cast: Cast, case: Case, enter: Enter) -> None:
    browser = enter(cast.manager)
    found = {asked: browser.post("/console/command", {"q": asked}).content.decode()
             for asked in (case.number[-8:], "sp", "zhouzy", "周专员", "ZHOU")}  # fmt: skip
    assert f"/console/cases/{case.number}/" in found[case.number[-8:]]
    assert "/console/approvals" in found["sp"]
    for asked in ("zhouzy", "周专员", "ZHOU"):
        assert f"owner={cast.owner.staff_id}" in found[asked], asked


def test_screens_that_the_person_may_not_open_are_not_offered(cast: Cast, enter: Enter) -> None:
    html = enter(cast.handler).post("/console/command", {"q": "人员"}).content.decode()
    assert 'class="hit" href="/console/people"' not in html


def test_colleagues_of_another_unit_are_not_told(cast: Cast, enter: Enter) -> None:
    html = enter(cast.stranger).post("/console/command", {"q": "周专员"}).content.decode()
    assert f"owner={cast.owner.staff_id}" not in html


def test_without_scripts_it_is_a_page_and_with_them_a_part(cast: Cast, enter: Enter) -> None:
    browser = enter(cast.manager)
    assert "<html" in browser.get("/console/command").content.decode()
    bar = browser.get("/console/command", headers={"hx-request": "true"}).content.decode()
    assert "<html" not in bar
    assert "command-box" in bar
    told = browser.post("/console/command", {"q": "ts"}, headers={"hx-request": "true"})
    hits = told.content.decode()
    assert "command-box" not in hits


def test_the_sheet_of_keys_is_a_page_too(cast: Cast, enter: Enter) -> None:
    browser = enter(cast.manager)
    assert "<kbd>j</kbd>" in browser.get("/console/keys").content.decode()
    part = browser.get("/console/keys", headers={"hx-request": "true"}).content.decode()
    assert "<html" not in part


def test_what_is_looked_up_comes_by_post_alone(cast: Cast, case: Case, enter: Enter) -> None:
    browser = enter(cast.manager)
    link = f"/console/cases/{case.number}/"
    assert link in browser.post("/console/command", {"q": "13800005678"}).content.decode()
    assert link not in browser.get("/console/command?q=13800005678").content.decode()
