"""An outage is declared, estimated, closed: by whom it may be, once, and nobody over another."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from cast import Cast
from incidents.declared import CUT, WORK, declared
from jiesu.cases.refusals import KeyReused, NotAllowed, Refusal, StaleVersion, Unfit, WrongState
from jiesu.incidents.models import Outage, OutageTurn
from jiesu.incidents.outages import close_outage, declare_outage, estimate_outage
from jiesu.incidents.refusals import UnknownOutage
from jiesu.people.actor import SYSTEM, Actor
from jiesu.rules.numbers import Prefix, read_number
from tale import NOW


def test_a_fault_is_declared_with_its_number_and_its_first_turn(watch: Actor, cast: Cast) -> None:
    outage = declared(watch)
    assert read_number(outage.number).prefix == Prefix.OUTAGE
    assert outage.number.startswith("QZ440100")
    assert outage.unit == cast.city
    turn = outage.turns.get()
    assert (turn.seq, turn.verb, turn.by_id) == (1, "declare_outage", watch.staff_id)
    assert turn.said("cause") == "光缆被挖断"


def test_who_watches_the_network_or_answers_for_the_service_declares(
    watch: Actor, cast: Cast
) -> None:
    assert declared(watch).pk
    assert declared(cast.manager).pk
    for other in (cast.agent, cast.owner, cast.dispatcher, cast.handler, cast.admin, SYSTEM):
        with pytest.raises(NotAllowed):
            declared(other)
    assert Outage.objects.count() == 2


def test_nobody_declares_where_he_holds_no_role(watch: Actor) -> None:
    with pytest.raises(NotAllowed):
        declared(watch, unit="C4403")


def test_one_who_looks_with_another_s_eyes_declares_nothing(watch: Actor, cast: Cast) -> None:
    seen = Actor("staff", "罗监控", watch.staff_id, held=watch.held, through=cast.privacy)
    with pytest.raises(NotAllowed):
        declared(seen)


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("kind", {"kind": "storm"}),
        ("cause", {"cause": "  "}),
        ("cause", {"cause": "\u200b\u202e"}),
        ("cause", {"cause": "断" * 201}),
        ("cause", {"cause": "请找王工13812345678"}),
        ("cause", {"cause": "请找王工138\u200b1234\u200b5678"}),
        ("unit", {"unit": "X-404"}),
        ("unit", {"unit": "'; DROP TABLE"}),
        ("places[0]", {"places": ["园"]}),
        ("places[0]", {"places": [" 园 "]}),
        ("places[0]", {"places": ["园" * 61]}),
        ("places", {"places": ["园\u200b"]}),
        ("places", {"places": ["\u200b\u200b"]}),
        ("places", {"places": ["张三 13812345678"]}),
        ("places", {"places": ["某苑"] * 101}),
        ("since", {"since": "昨天"}),
        ("since", {"since": "2026-09-18T09:00:00"}),
        ("since", {"since": NOW + timedelta(minutes=1)}),
        ("since", {"since": NOW - timedelta(days=31)}),
        ("eta", {"eta": NOW}),
        ("eta", {"eta": NOW + timedelta(days=367)}),
        ("eta", {"eta": "9999-12-31T23:59:59-12:00"}),
        ("until", {"until": NOW + timedelta(hours=1)}),
        ("until", {"kind": "work", "eta": None}),
        ("until", {"kind": "work", "until": "9999-12-31T23:59:59Z"}),
        ("until", {"kind": "work", "until": NOW - timedelta(hours=1)}),
        ("note", {"note": "没有这一项"}),
    ],
)
def test_words_that_do_not_do_are_refused_with_their_field(
    watch: Actor, field: str, words: dict[str, Any]
) -> None:
    with pytest.raises(Unfit) as refused:
        declared(watch, **words)
    assert [fault.field for fault in refused.value.faults] == [field]
    assert not Outage.objects.exists()


def test_places_are_kept_once_as_people_write_them(watch: Actor) -> None:
    outage = declared(watch, places=["幸福 花园", "幸福花园", " OLT\x00 Ａ1 "])
    assert outage.places == ["幸福花园", "OLT Ａ1"]
    assert outage.sought == ["幸福花园", "olta[1]"]


def test_what_everybody_is_told_reads_in_the_direction_it_is_written(watch: Actor) -> None:
    outage = declared(watch, cause="\u202e光缆\n被挖断", places=["幸福\u200b花园\u202e"])
    assert outage.cause == "光缆 被挖断"
    assert (outage.places, outage.sought) == (["幸福花园"], ["幸福花园"])


def test_the_same_request_is_written_once(watch: Actor) -> None:
    first = declare_outage(watch, CUT, now=NOW, key="k1")
    again = declare_outage(watch, CUT, now=NOW + timedelta(minutes=1), key="k1")
    assert first == again
    with pytest.raises(KeyReused):
        declare_outage(watch, {**CUT, "cause": "停电"}, now=NOW, key="k1")
    assert Outage.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_request_at_the_same_moment_is_written_once(cast: Cast) -> None:
    written: list[int] = []

    def say() -> None:
        written.append(declare_outage(cast.manager, CUT, now=NOW, key="k1").pk)
        connection.close()

    threads = [threading.Thread(target=say) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(written) == 4
    assert len(set(written)) == 1


def test_what_is_known_better_changes_and_the_rest_stays(watch: Actor) -> None:
    number = declared(watch).number
    later = NOW + timedelta(hours=5)
    turn = estimate_outage(watch, number, {"eta": later}, now=NOW, version=1)
    outage = Outage.objects.get(number=number)
    assert (outage.eta, outage.cause, outage.version) == (later, "光缆被挖断", 2)
    assert set(turn.facts) == {"eta"}
    estimate_outage(watch, number, {"places": ["幸福花园"], "cause": "光缆中断"}, now=NOW)
    outage.refresh_from_db()
    assert (outage.places, outage.sought, outage.eta) == (["幸福花园"], ["幸福花园"], later)
    assert [turn.seq for turn in outage.turns.all()] == [1, 2, 3]


def test_two_who_estimate_do_not_write_over_each_other(watch: Actor, cast: Cast) -> None:
    number = declared(watch).number
    estimate_outage(watch, number, {"eta": NOW + timedelta(hours=5)}, now=NOW, version=1)
    with pytest.raises(StaleVersion) as refused:
        estimate_outage(cast.manager, number, {"cause": "停电"}, now=NOW, version=1)
    assert refused.value.told == {"version": 2}
    assert Outage.objects.get().cause == "光缆被挖断"


@pytest.mark.parametrize(
    "words",
    [
        {},
        {"eta": NOW + timedelta(hours=3)},
        {"eta": NOW - timedelta(minutes=1)},
        {"eta": "9999-12-31T23:59:59-12:00"},
        {"cause": "问13812345678"},
        {"places": ["园"]},
        {"until": NOW},
    ],
)
def test_an_estimate_that_says_nothing_new_or_nothing_right_is_refused(
    watch: Actor, words: dict[str, Any]
) -> None:
    number = declared(watch).number
    with pytest.raises(Unfit):
        estimate_outage(watch, number, words, now=NOW)
    assert Outage.objects.get().version == 1


def test_it_is_closed_with_what_it_was_and_since_when_service_is_back(watch: Actor) -> None:
    number = declared(watch).number
    back = NOW + timedelta(hours=2)
    words = {"root_cause": "R-LINE", "restored_at": back, "found": "施工挖断主干光缆"}
    close_outage(watch, number, words, now=back + timedelta(minutes=5), version=1)
    outage = Outage.objects.get(number=number)
    assert (outage.ended_at, outage.root_cause) == (back, "R-LINE")
    assert outage.lasted(back + timedelta(days=1)) == timedelta(hours=2, minutes=20)
    assert list(outage.turns.values_list("verb", flat=True)) == ["declare_outage", "close_outage"]


@pytest.mark.parametrize(
    "words",
    [
        {"root_cause": "R-NONE"},
        {"root_cause": "R-LINE", "restored_at": NOW + timedelta(minutes=1)},
        {"root_cause": "R-LINE", "restored_at": NOW - timedelta(minutes=21)},
        {"root_cause": "R-LINE", "found": "用户13812345678家门口"},
    ],
)
def test_a_closure_that_cannot_be_is_refused(watch: Actor, words: dict[str, Any]) -> None:
    number = declared(watch).number
    with pytest.raises(Unfit):
        close_outage(watch, number, words, now=NOW)
    assert Outage.objects.get().ended_at is None


def test_a_closed_outage_takes_nothing_more_but_the_request_that_closed_it(watch: Actor) -> None:
    number = declared(watch).number
    closed = close_outage(watch, number, {"root_cause": "R-LINE"}, now=NOW, key="k2")
    assert close_outage(watch, number, {"root_cause": "R-LINE"}, now=NOW, key="k2") == closed
    with pytest.raises(WrongState):
        close_outage(watch, number, {"root_cause": "R-LINE"}, now=NOW)
    with pytest.raises(WrongState):
        estimate_outage(watch, number, {"cause": "停电"}, now=NOW)


def test_planned_work_that_never_began_is_called_off(watch: Actor) -> None:
    number = declare_outage(watch, WORK, now=NOW).outage.number
    close_outage(watch, number, {"root_cause": "R-LINE"}, now=NOW + timedelta(hours=1))
    outage = Outage.objects.get(number=number)
    assert outage.ended_at == NOW + timedelta(hours=1)
    assert outage.ended_at < outage.since


def test_work_that_never_began_was_not_called_off_in_another_age(watch: Actor) -> None:
    number = declare_outage(watch, WORK, now=NOW).outage.number
    words = {"root_cause": "R-LINE", "restored_at": "0001-01-01T00:00:00+14:00"}
    with pytest.raises(Unfit):
        close_outage(watch, number, words, now=NOW)


def test_service_that_should_be_back_is_overdue(watch: Actor) -> None:
    outage = declared(watch)
    assert not outage.overdue(NOW + timedelta(hours=3))
    assert outage.overdue(NOW + timedelta(hours=4))
    outage.ended_at = NOW
    assert not outage.overdue(NOW + timedelta(hours=4))


def test_whoever_sees_no_complaint_learns_of_no_outage(watch: Actor, cast: Cast) -> None:
    number = declared(watch).number
    for one in (cast.agent, cast.technician, cast.legal, cast.stranger):
        assert Outage.objects.visible_to(one).get().number == number
    for one in (cast.admin, cast.auditor):
        assert not Outage.objects.visible_to(one).exists()
    with pytest.raises(UnknownOutage):
        estimate_outage(cast.admin, number, {"cause": "停电"}, now=NOW)
    with pytest.raises(UnknownOutage):
        close_outage(watch, "QZ0", {"root_cause": "R-LINE"}, now=NOW)
    with pytest.raises(NotAllowed):
        close_outage(cast.agent, number, {"root_cause": "R-LINE"}, now=NOW)


@pytest.mark.parametrize("harm", ["UPDATE incidents_outageturn SET verb = 'x'",
                                  "DELETE FROM incidents_outageturn"])  # fmt: skip
def test_the_database_keeps_the_turns_as_they_are(watch: Actor, harm: str) -> None:
    declared(watch)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(harm)
    assert OutageTurn.objects.get().verb == "declare_outage"


def test_every_refusal_says_what_to_do(watch: Actor) -> None:
    with pytest.raises(Refusal) as refused:
        close_outage(watch, "QZ0", {"root_cause": "R-LINE"}, now=NOW)
    assert refused.value.sentence.endswith("。")
