"""§11.4: of two contacts that come at once the second goes to whoever has less to do by then."""

from concurrent.futures import ThreadPoolExecutor, wait
from threading import Event

from at_once import IN_TIME
from jiesu.cases.intake.desk import Choice, Desk, Owner
from jiesu.rules.routing import Candidate
from tale import NOW

A_MOMENT = 0.2


class Counting(Owner):
    """An owner whose count of work takes as long as the test wants."""

    begun, go_on = Event(), Event()

    def take(self) -> None:
        self.begun.set()
        assert self.go_on.wait(IN_TIME)
        super().take()


def test_nobody_is_picked_while_somebody_who_was_picked_is_being_counted() -> None:
    owners: list[Owner] = [Counting(n, "", "", "", "/1/", Candidate(staff_id=n)) for n in (1, 2)]
    desk = Desk({}, owners)

    def pick() -> Choice | None:
        return desk.pick_owner("/1/", "N-01-01", NOW)

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(pick)
        assert Counting.begun.wait(IN_TIME)
        second = pool.submit(pick)
        early = wait({second}, timeout=A_MOMENT).done
        Counting.go_on.set()
        picked = [choice.owner.id for one in (first, second) if (choice := one.result(IN_TIME))]
    assert not early
    assert picked == [1, 2]
