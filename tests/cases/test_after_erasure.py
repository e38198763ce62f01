"""§18: what was made anonymous is nobody's matter any more; whoever tries reads so."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from cases.test_archive import LONG_AFTER, NOW, WEEK, archived
from cast import Cast
from jiesu.cases.intake.receive import receive
from jiesu.cases.models import Case, Entry
from jiesu.cases.moves import make_move
from jiesu.cases.permit import verbs_now
from jiesu.cases.rebuild import differences
from jiesu.cases.refusals import UnknownCase, WrongState
from jiesu.cases.timed import TimedAct, act_on_waiting
from jiesu.cases.verify import verify
from jiesu.people.models import Staff
from tale import SLOW

AFTER = LONG_AFTER + WEEK
GROUNDS = {"grounds": ["new_facts"], "statement": "又发生了同样的问题"}
SAID: dict[str, tuple[str, dict[str, Any]]] = {
    "reopen": ("owner", {"reason": "没有修好", "new_facts": True}),
    "hold": ("privacy", {"reference": "民初1号", "reason": "诉讼"}),
    "reveal": ("privacy", {"fields": ["phone"], "purpose": "contact", "why": "联系用户"}),
    "unlock": ("auditor", {"purpose": "法院调取材料"}),
}
"""Who says what, as if nothing had been erased."""


@pytest.fixture(autouse=True)
def vault(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def case(cast: Cast) -> Case:
    return archived(cast, receive(cast.agent, SLOW, now=NOW))


def erased(case: Case) -> Case:
    assert act_on_waiting(LONG_AFTER) == TimedAct(case.number, "erase")
    return Case.objects.get(pk=case.pk)


def test_an_appeal_is_refused_with_what_to_do_instead(cast: Cast, case: Case) -> None:
    """T24: there is nothing left that another unit could look into."""
    gone = erased(case)
    with pytest.raises(WrongState, match=r"匿名化.*新投诉"):
        make_move(cast.appeal_officer, gone.number, "appeal", GROUNDS, now=AFTER)
    assert Case.objects.get(pk=case.pk).state == "ARCHIVED"


@pytest.mark.parametrize("verb", SAID)
def test_nothing_that_a_person_says_reaches_it(cast: Cast, case: Case, verb: str) -> None:
    gone = erased(case)
    who, words = SAID[verb]
    with pytest.raises(WrongState, match="匿名化"):
        make_move(getattr(cast, who), gone.number, verb, words, now=AFTER)
    assert Entry.objects.filter(case=gone).latest("seq").verb == "erase"


def test_nothing_is_offered_on_its_page(cast: Cast, case: Case) -> None:
    gone = erased(case)
    for actor in (cast.owner, cast.second_owner, cast.privacy, cast.legal, cast.auditor):
        assert verbs_now(actor, gone) == []


def test_a_request_that_waited_lapses_with_it(cast: Cast, case: Case) -> None:
    """Its words are erased: nobody could carry out what nobody knows any more."""
    words = {"purpose": "法院调取材料"}
    asked = make_move(cast.auditor, case.number, "unlock", words, now=NOW + 2 * WEEK)
    gone = erased(case)
    assert gone.record["requests"][str(asked.seq)]["state"] == "lapsed"
    assert gone.record["waiting"] == []
    with pytest.raises(UnknownCase):
        make_move(cast.legal, case.number, "approve", {"request": asked.seq}, now=AFTER)
    assert verify(gone) is None
    assert differences(gone) == []


def test_its_page_and_its_sheet_still_open(cast: Cast, case: Case, settings: Settings) -> None:
    settings.SECOND_FACTOR = False
    gone = erased(case)
    for actor in (cast.manager, cast.privacy, cast.liaison):
        client = Client()
        client.force_login(Staff.objects.get(work_no=actor.work_no))
        answer = client.get(f"/console/cases/{gone.number}/")
        assert answer.status_code == 200
        assert SLOW.phone not in answer.content.decode()
