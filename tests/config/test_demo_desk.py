"""What is ready at the desks of the demonstration can really be used there."""

from datetime import UTC, datetime
from functools import partial

import pytest

from jiesu.cases.models import Case
from jiesu.config.demo_desk import lay_out_desks
from jiesu.config.demo_stories import tell_stories
from jiesu.console.finding.views import look_of, views_of
from jiesu.console.wording.keeping import offered
from jiesu.console.wording.macros import foresee, macros_for
from jiesu.console.wording.places import filled
from jiesu.people.actor import Actor
from jiesu.people.actors import load_actor
from jiesu.people.demo import lay_out_people
from jiesu.people.models import Staff

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def owner() -> Actor:
    lay_out_people(NOW)
    lay_out_desks(NOW)
    tell_stories(NOW)
    actor = load_actor(Staff.objects.get(username="wangfang").pk)
    assert actor
    return actor


@pytest.fixture
def taken_up(owner: Actor) -> Case:
    found = Case.objects.visible_to(owner).filter(state="REGISTERED", owner=owner.staff_id).first()
    assert found
    return found


def test_every_text_has_all_its_places_filled(owner: Actor, taken_up: Case) -> None:
    told = partial(filled, actor=owner, case=taken_up, now=NOW)
    texts = [told(one.body["text"]) for one in offered(owner, "text")]
    assert len(texts) == 4
    assert not any("{" in text for text in texts)


def test_the_act_in_one_can_be_done(owner: Actor, taken_up: Case) -> None:
    (macro,) = macros_for(owner, taken_up)
    outcome = foresee(owner, taken_up, macro, now=NOW)
    assert not outcome.refused
    assert [letter.template for letter in outcome.letters]


def test_a_view_of_the_lead_s_is_everybody_s(owner: Actor) -> None:
    found = {view.name: look_of(view) for view in views_of(owner)}
    assert set(found) == {"四小时内到期", "外部转办", "要求书面答复"}
    assert all(look.pairs for look in found.values())
