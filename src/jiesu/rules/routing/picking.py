"""Who takes it: by area and skill, then load, then distance (§11.4).

Nobody complained about is ever picked, however near and idle. The choice explains itself.
"""

from collections.abc import Collection, Iterable

import msgspec

from jiesu.rules.reason import Because, Reason, why


class NobodyFitsError(LookupError):
    """Nobody is left to pick from; the message says why and what to do."""

    def __init__(self) -> None:
        super().__init__("没有可指派的在岗人员（被反映人不得办理），未指派；请主管增派人员。")


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """Someone who could take it. ``load`` is open work, ``distance_m`` metres to the place."""

    staff_id: int
    areas: frozenset[str] = frozenset()
    skills: frozenset[str] = frozenset()
    load: int = 0
    distance_m: int | None = None
    cap: int | None = None
    """Open work above which others come first; None: the caller's cap."""
    on_duty: bool = True


class Picked(msgspec.Struct, frozen=True):
    """The one picked and the reasons, to be recorded."""

    staff_id: int
    because: tuple[Because, ...]


def pick(
    candidates: Iterable[Candidate],
    *,
    area: str,
    skill: str,
    complained_about: Collection[int] = (),
) -> Picked:
    """Pick a technician; NobodyFitsError when nobody on duty may take it.

    A neighbour with the skill comes before a local without it: a visit that cannot repair
    costs the user a second one.
    """
    left = _allowed(candidates, complained_about)
    left, skilled = _prefer(left, [each for each in left if skill in each.skills])
    left, in_area = _prefer(left, [each for each in left if area in each.areas])
    best = _idlest_then_nearest(left)
    return Picked(
        best.staff_id,
        (
            why("in_the_area" if in_area else "from_next_area"),
            why("has_the_skill" if skilled else "nobody_has_the_skill"),
            _load_and_distance(best),
        ),
    )


def pick_owner(
    candidates: Iterable[Candidate],
    *,
    skill: str,
    cap: int,
    complained_about: Collection[int] = (),
    known_owner: int | None = None,
) -> Picked:
    """Pick the owner of a case (专人). Someone is always picked while anybody is on duty.

    ``known_owner`` owned the user's case before and is kept when below the ``cap`` of open cases.
    """
    left = _allowed(candidates, complained_about)
    left, room = _prefer(left, [each for each in left if below_cap(each, cap)])
    known = [each for each in left if room and each.staff_id == known_owner]
    if known:
        return Picked(known[0].staff_id, (why("owned_before"),))
    left, skilled = _prefer(left, [each for each in left if skill in each.skills])
    return chosen(_idlest_then_nearest(left), skilled=skilled, full_at=None if room else cap)


def chosen(best: Candidate, *, skilled: bool, full_at: int | None) -> Picked:
    """The owner chosen as ``best``; ``full_at`` is the cap that everybody has reached, if so."""
    matter = why("knows_the_matter" if skilled else "nobody_knows_the_matter")
    if full_at is None:
        return Picked(best.staff_id, (matter, why("fewest_cases", n=best.load)))
    return Picked(best.staff_id, (matter, why("all_full", cap=full_at, n=best.load)))


def below_cap(candidate: Candidate, cap: int) -> bool:
    """Whether there is room for one more; ``cap`` holds for whoever has none of their own."""
    return candidate.load < (cap if candidate.cap is None else candidate.cap)


def order_of(candidate: Candidate) -> tuple[int, tuple[bool, int, int]]:
    """What comes first is picked: the least to do, then the nearest."""
    return candidate.load, _near(candidate)


def _allowed(candidates: Iterable[Candidate], complained_about: Collection[int]) -> list[Candidate]:
    left = [each for each in candidates if each.on_duty and each.staff_id not in complained_about]
    if not left:
        raise NobodyFitsError
    return left


def _prefer(all_of_them: list[Candidate], better: list[Candidate]) -> tuple[list[Candidate], bool]:
    return (better, True) if better else (all_of_them, False)


def _idlest_then_nearest(left: list[Candidate]) -> Candidate:
    """Of those with the least to do the nearest."""
    return min(left, key=order_of)


def _near(candidate: Candidate) -> tuple[bool, int, int]:
    """The last part only makes equal candidates give the same answer in any order."""
    return candidate.distance_m is None, candidate.distance_m or 0, candidate.staff_id


def _load_and_distance(candidate: Candidate) -> Reason:
    if candidate.distance_m is None:
        return why("orders_in_hand", n=candidate.load)
    return why("orders_and_distance", n=candidate.load, metres=candidate.distance_m)
