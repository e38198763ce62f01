"""§11.4: whoever stands by is picked as if all had been looked through, one case after another."""

from dataclasses import dataclass

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from jiesu.rules.routing import Candidate, Standby, pick_owner

CAP = 4


@dataclass
class One:
    """Somebody whose load grows with what is given to them."""

    candidate: Candidate

    def take(self) -> None:
        self.candidate = replace(self.candidate, load=self.candidate.load + 1)


people = st.lists(
    st.builds(
        Candidate,
        staff_id=st.integers(1, 50),
        skills=st.sampled_from([frozenset({"line"}), frozenset({"fee", "line"}), frozenset()]),
        load=st.integers(0, 5),
        cap=st.none() | st.integers(0, 6),
        on_duty=st.sampled_from([True, True, False]),
    ),
    min_size=1,
    max_size=8,
    unique_by=lambda each: each.staff_id,
).filter(lambda crew: any(each.on_duty for each in crew))
cases = st.lists(
    st.tuples(st.sampled_from(["line", "fee", "visit"]), st.none() | st.integers(1, 50)),
    min_size=1,
    max_size=30,
)


@settings(suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no finding
@given(people, cases, st.lists(st.integers(0, 7), max_size=5))
def test_each_case_goes_where_a_look_through_all_would_send_it(
    crew: list[Candidate], coming: list[tuple[str, int | None]], elsewhere: list[int]
) -> None:
    standing = {each.staff_id: One(each) for each in crew}
    standby = Standby(standing, CAP)
    for skill, known in coming:
        told = [one.candidate for one in standing.values()]
        wanted = pick_owner(told, skill=skill, cap=CAP, known_owner=known)
        assert standby.pick(skill, known) == wanted
        standing[wanted.staff_id].take()
        if elsewhere:  # the same people are picked at other places too
            list(standing.values())[elsewhere.pop() % len(standing)].take()
