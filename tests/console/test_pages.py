"""Every screen opens for whom it is meant, and for a stranger there is nothing."""

import dataclasses

import pytest
from django.test import Client
from django.utils import timezone, translation

from cast import Cast
from console.conftest import SLOW, Enter
from jiesu.cases.book import shelf
from jiesu.cases.intake.receive import receive
from jiesu.cases.models import Case
from jiesu.console.parameters import parameter_title
from jiesu.people.actor import Actor
from jiesu.people.permissions import book
from jiesu.rules.policies.pack import Param

SCREENS = {
    "/console/cases/": "view_case",
    "/console/cases/?whose=unit&state=REGISTERED&category=N&priority=P3&overdue=true": "view_case",
    "/console/cases/?state=ended": "view_case",
    "/console/find": "view_case",
    "/console/find?customer=1": "view_case",
    "/console/command": "view_case",
    "/console/keys": "view_case",
    "/console/views": "view_case",
    "/console/views/new": "view_case",
    "/console/new": "receive",
    "/console/approvals": "approve",
    "/console/orders": "view_case",
    "/console/appeals?whose=mine": "view_case",
    "/console/rectifications?whose=unit": "view_case",
    "/console/external?ended=true": "view_case",
    "/console/outages/": "view_outages",
    "/console/outages/?ended=true&before=9": "view_outages",
    "/console/outages/new": "declare_outage",
    "/console/calendar": "view_rules",
    "/console/calendar/2026": "view_rules",
    "/console/packs": "view_rules",
    "/console/packs/SEED-D": "view_rules",
    "/console/packs/SEED-D?try=1": "view_rules",
    "/console/people": "administer",
    "/console/people/new": "administer",
    "/console/units": "administer",
    "/console/units/new": "administer",
    "/console/audit": "view_audit",
    "/console/perspective": "view_as",
    "/console/inspections": "inspections",
    "/console/archives": "unlock",
    "/console/emergency": "look_in_emergency",
    "/console/looks": "review_reveals",
}


def everybody(cast: Cast) -> dict[str, Actor]:
    people = {f.name: getattr(cast, f.name) for f in dataclasses.fields(cast)}
    return {name: one for name, one in people.items() if isinstance(one, Actor)}


@pytest.mark.usefixtures("case")
@pytest.mark.parametrize("address", SCREENS)
def test_a_screen_opens_for_every_role_that_may_do_its_verb(
    cast: Cast, enter: Enter, address: str
) -> None:
    cells = book().verbs[SCREENS[address]].cells
    for name, actor in everybody(cast).items():
        page = enter(actor).get(address)
        meant = any(held.role in cells for held in actor.held)
        assert page.status_code == (200 if meant else 404), name


def test_whoever_has_not_logged_in_is_asked_to(client: Client, db: None) -> None:  # noqa: ARG001 - the door looks for a session
    page = client.get("/console/cases/")
    assert page.status_code == 302
    assert "next=/console/" in page.headers["Location"]


@pytest.mark.parametrize("verb", ["", "accept/", "reveal/"])
def test_a_stranger_finds_no_case(cast: Cast, case: Case, enter: Enter, verb: str) -> None:
    page = enter(cast.stranger).get(f"/console/cases/{case.number}/{verb}")
    assert page.status_code == 404
    assert "没有这个页面" in page.content.decode()


def test_a_case_page_is_not_kept_by_the_browser(case: Case, owner: Actor, enter: Enter) -> None:
    page = enter(owner).get(f"/console/cases/{case.number}/")
    assert "no-store" in page.headers["Cache-Control"]


def test_the_queue_shows_the_case_with_its_next_deadline(
    case: Case, owner: Actor, enter: Enter
) -> None:
    html = enter(owner).get("/console/cases/").content.decode()
    assert case.number in html
    assert "还剩" in html


def test_the_search_box_finds_by_number_by_phone_and_by_words(
    case: Case, owner: Actor, enter: Enter
) -> None:
    for asked in (case.number, "13800005678", "网速"):
        page = enter(owner).post("/console/find", {"q": asked}, follow=True)
        assert case.number in page.content.decode()


def test_particulars_stand_masked_and_the_number_in_the_text_is_covered_for_agents(
    cast: Cast, case: Case, enter: Enter
) -> None:
    html = enter(cast.agent).get(f"/console/cases/{case.number}/").content.decode()
    assert "138****5678" in html
    assert "13800005678" not in html


def test_in_english_the_screens_speak_english(case: Case, owner: Actor, enter: Enter) -> None:
    browser = enter(owner)
    page = browser.get(f"/console/cases/{case.number}/", headers={"accept-language": "en"})
    assert "What can be done now" in page.content.decode()
    listed = browser.get("/console/packs", headers={"accept-language": "en"}).content.decode()
    assert "Policy packs" in listed


def test_a_case_can_be_read_when_a_version_of_its_packs_is_gone(
    case: Case, owner: Actor, enter: Enter
) -> None:
    gone = [[case.packs[0][0], "0" * 64], *case.packs[1:]]
    Case.objects.filter(pk=case.pk).update(packs=gone)
    page = enter(owner).get(f"/console/cases/{case.number}/")
    assert page.status_code == 200
    assert "找不到策略包" in page.content.decode()
    form = enter(owner).get(f"/console/cases/{case.number}/accept/")
    assert form.status_code == 200
    assert "找不到策略包" in form.content.decode()
    said = enter(owner).post(f"/console/cases/{case.number}/accept/", {"version": str(case.seq)})
    assert said.status_code == 409
    assert "找不到策略包" in said.content.decode()
    english = {"accept-language": "en"}
    page = enter(owner).get(f"/console/cases/{case.number}/", headers=english)
    assert "of the pack" in page.content.decode()
    assert "找不到策略包" not in page.content.decode()


def test_what_a_pack_fixes_beside_its_clocks_is_said_in_words(owner: Actor, enter: Enter) -> None:
    """Amounts in yuan, codes by their names, and no name of a program's."""
    browser = enter(owner)

    def read(code: str, tongue: str) -> str:
        page = browser.get(f"/console/packs/{code}", headers={"accept-language": tongue})
        return page.content.decode()

    for tongue in ("zh-CN", "en"):
        pages = [read(code, tongue) for code in shelf().packs]
        raw = {"install_once", "from_first_hour", "goodwill_limits", "SUBSTANTIATED", "repair_cap"}
        assert {name for name in raw for page in pages if name in page} == set()
    assert "修障逾期（封顶） 100.00 元" in read("PROMISE-SAMEDAY", "zh-CN")
    assert "late repair (at most) 100.00 yuan" in read("PROMISE-SAMEDAY", "en")
    assert "Substantiated, Partly substantiated, Disputed" in read("SEED-D", "en")


def test_an_address_with_a_sign_that_no_number_has_is_not_found(enter: Enter, cast: Cast) -> None:
    client = enter(cast.owner)
    for path in ("/console/cases/%00/", "/console/cases/TS%00/reveal/", "/my/%00/", "/c/%00"):
        assert client.get(path).status_code == 404


def test_a_switch_is_tried_on_the_other_cases_when_a_version_of_one_is_gone(
    cast: Cast, case: Case, enter: Enter
) -> None:
    """Loud about the one, and no answer less about the others (§6.2)."""
    other = receive(cast.agent, SLOW, now=timezone.now())
    gone = [[case.packs[0][0], "0" * 64], *case.packs[1:]]
    Case.objects.filter(pk=case.pk).update(packs=gone)
    answer = enter(cast.manager).get("/console/packs/SEED-D?try=1")
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "找不到策略包" in page
    assert case.number in page
    assert other.number in page


def test_a_parameter_without_a_title_is_called_by_its_name() -> None:
    """gettext answers nothing with the heading of its catalogue."""
    one = Param("grace_days", 3, "约定", "")
    for language in ("zh-hans", "en"):
        with translation.override(language):
            assert parameter_title(one) == "grace_days"
