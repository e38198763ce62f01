"""What belongs to a case is drawn as far as one sees it, and listed for who sees no picture."""

import msgspec
from django.urls import reverse
from django.utils import timezone

from cast import Cast
from console.conftest import SLOW, Enter
from jiesu.cases.intake.receive import receive
from jiesu.cases.models import Case
from jiesu.console.kin import kin_of
from jiesu.people.actor import Actor
from jiesu.ui.graph import Node, graph


def relatives(actor: Actor, case: Case) -> dict[str, str]:
    known = kin_of(actor, case, list(case.proceedings.all()))
    return {one.number: one.role for one in known.relatives} if known else {}


def test_a_case_by_itself_is_not_drawn(case: Case, owner: Actor, enter: Enter) -> None:
    assert kin_of(owner, case, []) is None
    html = enter(owner).get(f"/console/cases/{case.number}/").content.decode()
    assert 'class="graph"' not in html


def test_a_duplicate_is_drawn_beside_the_first_and_listed_with_its_link(
    cast: Cast, case: Case, enter: Enter
) -> None:
    again = receive(cast.agent, SLOW, now=timezone.now())
    related = again.record["related"]["kind"]
    assert related in {"duplicate", "merge", "repeat", "progress"}
    assert set(relatives(cast.manager, again)) == {case.number}
    page = enter(cast.manager).get(f"/console/cases/{again.number}/").content.decode()
    assert 'role="img"' in page
    assert f'href="/console/cases/{case.number}/"' in page


def test_repeats_know_the_first_and_each_other(cast: Cast, case: Case) -> None:
    second, third = (receive(cast.agent, SLOW, now=timezone.now()) for _ in range(2))
    Case.objects.filter(pk__in=[second.pk, third.pk]).update(repeat_of=case, repeat_no=2)
    second = Case.objects.get(pk=second.pk)
    assert relatives(cast.manager, second) == {case.number: "首次投诉", third.number: "同一事项"}
    told = relatives(cast.manager, case)
    assert told == {second.number: "再次投诉", third.number: "再次投诉"}


def test_a_transfer_stands_beside_its_complaint(cast: Cast) -> None:
    words = {"external_source": "g12345", "external_no": "GZ-1", "account": "", "phone": ""}
    told = msgspec.structs.replace(SLOW, email="sun@example.cn", **words)
    case = receive(cast.liaison, told, now=timezone.now())
    assert relatives(cast.manager, case) == {"12345 GZ-1": "外部转办"}


def test_a_transfer_is_called_as_its_sender_calls_it(cast: Cast, enter: Enter) -> None:
    words = {"external_source": "g12345", "external_no": "GZ-1", "account": "", "phone": ""}
    told = msgspec.structs.replace(SLOW, email="sun@example.cn", **words)
    case = receive(cast.liaison, told, now=timezone.now())
    desk = enter(cast.liaison)
    for address in (reverse("console:external"), reverse("console:case", args=[case.number])):
        page = desk.get(address).content.decode()
        assert "12345 GZ-1</" in page
        assert ">g12345-GZ-1" not in page


def test_what_one_may_not_see_is_not_drawn(cast: Cast, case: Case) -> None:
    elsewhere = msgspec.structs.replace(SLOW, region="440300")
    other = receive(cast.agent, elsewhere, now=timezone.now())
    Case.objects.filter(pk=other.pk).update(repeat_of=case)
    assert relatives(cast.manager, case) == {}
    assert other.number in relatives(cast.privacy, case)


def test_boxes_do_not_overlap_and_lines_reach_the_middle() -> None:
    drawn = graph(Node("本件", "0"), [Node("前", "1")] * 2, [Node("后", "2")] * 3)
    places = {(box.x, box.y) for box in drawn.boxes}
    assert len(places) == 6
    assert all(box.y + drawn.high <= drawn.height for box in drawn.boxes)
    assert all(box.x + drawn.wide <= drawn.width for box in drawn.boxes)
    assert len(drawn.lines) == 5
