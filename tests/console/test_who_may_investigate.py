"""Opening an investigation offers those who may lead one, and asks for one of them."""

from typing import TYPE_CHECKING

from django.utils import timezone

from cast import person
from jiesu.cases.moves import make_move

if TYPE_CHECKING:
    from cast import Cast
    from console.conftest import Enter
    from jiesu.cases.models import Case
    from jiesu.people.actor import Actor


def test_only_who_would_be_taken_is_offered_and_nobody_is_refused_unasked(
    case: "Case", owner: "Actor", cast: "Cast", enter: "Enter"
) -> None:
    make_move(owner, case.number, "accept", {}, now=timezone.now())
    page = enter(owner).get(f"/console/cases/{case.number}/investigate/").content.decode()
    assert f'value="{cast.investigator.staff_id}"' in page
    assert f'value="{owner.staff_id}"' not in page
    assert "还没有指定调查人" in page
    assert "此人不是本单位的调查员" not in page


def test_whoever_gives_a_case_out_of_hand_is_led_to_the_queue_and_not_to_nothing(
    case: "Case", owner: "Actor", cast: "Cast", enter: "Enter"
) -> None:
    other = person("hou", "侯调查", cast.city, "R11", cast.city)
    named = {"investigator_id": cast.investigator.staff_id}
    make_move(owner, case.number, "accept", {}, now=timezone.now())
    make_move(owner, case.number, "investigate", named, now=timezone.now())
    told = {"investigator_id": str(other.staff_id), "key": "k", "on": ""}
    told["version"] = str(type(case).objects.get(pk=case.pk).seq)
    at = f"/console/cases/{case.number}/investigate/"
    page = enter(cast.investigator).post(at, told, follow=True)
    assert page.redirect_chain[-1][0] == "/console/cases/"
    assert "已办理：开始调查" in page.content.decode()
