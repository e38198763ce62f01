"""Opening an investigation offers those who may lead one, and asks for one of them."""

from typing import TYPE_CHECKING

from django.utils import timezone

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
