"""The loop that keeps the clocks: any number of it, through downtime and lost connections."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction

from cast import Cast
from jiesu.cases.alarms import Round, act_on_due
from jiesu.cases.intake.contact import Intake
from jiesu.cases.intake.receive import receive, receive_all
from jiesu.cases.models import Alarm, Case, Entry
from jiesu.cases.moves import make_move
from jiesu.people.actor import Actor
from jiesu.upkeep.keeper import clock_keeper, turn
from jiesu.upkeep.tireless import Tireless

NOW = datetime(2026, 9, 18, 9, 30, tzinfo=UTC)
SLOW = Intake(
    channel="hotline",
    description="家里宽带网速很慢,签约三百兆,有线测速只有六十兆,已经一周了。",
    desired_outcome="修好网速",
    phone="13800005678",
    region="440100",
)
PATIENCE = 20.0
pytestmark = pytest.mark.django_db(transaction=True)


def owner_of(cast: Cast, case: Case) -> Actor:
    return cast.owner if case.owner_id == cast.owner.staff_id else cast.second_owner


class Rounds:
    """Hears of rounds and lets a test wait for one that did something."""

    def __init__(self) -> None:
        self.acted: list[tuple[int, datetime]] = []
        self.some = threading.Event()

    def __call__(self, done: Round) -> None:
        self.acted += done.acted
        if done.acted:
            self.some.set()


@contextmanager
def running(loop: Tireless) -> Iterator[None]:
    thread = threading.Thread(target=loop.run)
    thread.start()
    try:
        yield
    finally:
        loop.end()
        thread.join(PATIENCE)
        assert not thread.is_alive()


def test_two_keepers_at_once_never_act_twice(cast: Cast) -> None:
    receive_all(cast.agent, [SLOW] * 40, now=NOW)
    late = NOW + timedelta(days=3)
    start = threading.Barrier(3)

    def keep() -> None:
        start.wait()
        while act_on_due(late, batch=7).alarms:
            pass
        connection.close()

    keepers = [threading.Thread(target=keep) for _ in range(3)]
    for one in keepers:
        one.start()
    for one in keepers:
        one.join(PATIENCE)
    while act_on_due(late).alarms:
        pass
    breaches = list(Entry.objects.filter(verb="breach").values_list("case_id", "facts"))
    told = [(case, facts["clock"], facts["pack"]) for case, facts in breaches]
    assert len(told) == len(set(told)) > 40
    assert Alarm.objects.filter(level=100).count() == len(told)


def test_a_case_that_is_being_moved_is_left_for_the_next_round(cast: Cast) -> None:
    case = receive(cast.agent, SLOW, now=NOW)
    other = receive(cast.agent, SLOW, now=NOW)
    late = NOW + timedelta(days=3)
    held, done = threading.Event(), threading.Event()

    def move() -> None:
        with transaction.atomic():
            Case.objects.select_for_update().get(pk=case.pk)
            held.set()
            done.wait(PATIENCE)
        connection.close()

    mover = threading.Thread(target=move)
    mover.start()
    held.wait(PATIENCE)
    rounds = Rounds()
    following = turn(late, rounds)
    touched = set(Entry.objects.filter(verb="breach").values_list("case_id", flat=True))
    assert touched == {other.id}
    while rounds.acted and following and following <= late:
        rounds.acted = []
        following = turn(late, rounds)
    assert following is not None
    assert following > late
    done.set()
    mover.join(PATIENCE)
    turn(late, rounds)
    assert Entry.objects.filter(verb="breach", case=case).exists()


def test_a_keeper_that_was_down_dates_the_breach_truly(cast: Cast) -> None:
    case = receive(cast.agent, SLOW, now=NOW)
    rounds = Rounds()
    keeper = clock_keeper(rounds)
    keeper.now = lambda: NOW + timedelta(days=2, hours=5)
    with running(keeper):
        assert rounds.some.wait(PATIENCE)
    breach = Entry.objects.filter(case=case, verb="breach").get(facts__clock="FAULT_REPAIR")
    assert datetime.fromisoformat(breach.facts["happened_at"]) == NOW + timedelta(hours=48)


def test_a_sleeping_keeper_is_woken_by_a_new_complaint(cast: Cast) -> None:
    rounds = Rounds()
    keeper = clock_keeper(rounds)
    keeper.nap = timedelta(hours=1)
    with running(keeper):
        received = datetime.now(UTC) - timedelta(minutes=6)
        receive(cast.agent, SLOW, now=received)
        assert rounds.some.wait(PATIENCE)
    assert 50 in {level for level, _ in rounds.acted}


def test_a_keeper_outlives_its_connections(cast: Cast) -> None:
    rounds = Rounds()
    keeper = clock_keeper(rounds)
    with running(keeper):
        receive(cast.agent, SLOW, now=datetime.now(UTC) - timedelta(minutes=6))
        assert rounds.some.wait(PATIENCE)
        rounds.some.clear()
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        receive(cast.agent, SLOW, now=datetime.now(UTC) - timedelta(minutes=6))
        assert rounds.some.wait(PATIENCE)


def test_silence_is_answered_by_going_on(cast: Cast) -> None:
    case = receive(cast.agent, SLOW, now=NOW)
    owner = owner_of(cast, case)
    make_move(owner, case.number, "ask", {"items": ["宽带账号"]}, now=NOW)
    until = datetime.fromisoformat(Case.objects.get(pk=case.pk).record["asked"]["until"])
    rounds = Rounds()
    while (due := turn(until, rounds)) and due <= until:
        pass
    assert Entry.objects.filter(case=case, verb="proceed").count() == 1
    moved = Case.objects.get(pk=case.pk)
    assert (moved.state, moved.waits_for, moved.waits_until) == ("REGISTERED", "", None)


def test_an_act_that_is_refused_is_put_off_and_does_not_stop_the_others(cast: Cast) -> None:
    case = receive(cast.agent, SLOW, now=NOW)
    Case.objects.filter(pk=case.pk).update(waits_for="agree", waits_until=NOW)
    rounds = Rounds()
    turn(NOW + timedelta(seconds=1), rounds)
    put_off = Case.objects.get(pk=case.pk).waits_until
    assert put_off == NOW + timedelta(hours=1, seconds=1)
