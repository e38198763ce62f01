"""Who takes it: by area and skill, then load, then distance (§11.4).

Nobody complained about is ever picked, however near and idle. The choice explains itself.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass


class NobodyFitsError(LookupError):
    """Nobody is left to pick from; the message says why and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Someone who could take it. ``load`` is open work, ``distance_m`` metres to the place."""

    staff_id: int
    areas: frozenset[str] = frozenset()
    skills: frozenset[str] = frozenset()
    load: int = 0
    distance_m: int | None = None
    cap: int | None = None
    """Open work above which others come first; None: the caller's cap."""
    on_duty: bool = True


@dataclass(frozen=True, slots=True)
class Picked:
    """The one picked and the reasons, to be recorded."""

    staff_id: int
    because: tuple[str, ...]


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
    best = min(left, key=_idle_then_near)
    return Picked(
        best.staff_id,
        (
            "负责本片区" if in_area else "本片区无合适人员在岗，由邻近片区支援",
            "具备所需技能" if skilled else "无人具备所需技能，先行上门并请专业支援",
            f"在手{best.load}单，{_distance(best)}",
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
    left, below_cap = _prefer(left, [each for each in left if each.load < _cap(each, cap)])
    known = [each for each in left if below_cap and each.staff_id == known_owner]
    if known:
        return Picked(known[0].staff_id, ("此前由其负责该用户，继续负责",))
    left, skilled = _prefer(left, [each for each in left if skill in each.skills])
    best = min(left, key=_idle_then_near)
    return Picked(
        best.staff_id,
        (
            "熟悉此类事项" if skilled else "无人专责此类事项",
            f"在手{best.load}件最少" if below_cap else f"均已达{cap}件上限，在手{best.load}件最少",
        ),
    )


def _cap(candidate: Candidate, cap: int) -> int:
    return cap if candidate.cap is None else candidate.cap


def _allowed(candidates: Iterable[Candidate], complained_about: Collection[int]) -> list[Candidate]:
    left = [each for each in candidates if each.on_duty and each.staff_id not in complained_about]
    if not left:
        raise NobodyFitsError("没有可指派的在岗人员（被反映人不得办理），未指派；请主管增派人员。")
    return left


def _prefer(all_of_them: list[Candidate], better: list[Candidate]) -> tuple[list[Candidate], bool]:
    return (better, True) if better else (all_of_them, False)


def _idle_then_near(candidate: Candidate) -> tuple[int, int, int, int]:
    """The last part only makes equal candidates give the same answer in any order."""
    unknown = candidate.distance_m is None
    return candidate.load, int(unknown), candidate.distance_m or 0, candidate.staff_id


def _distance(candidate: Candidate) -> str:
    return "距离未知" if candidate.distance_m is None else f"距现场{candidate.distance_m}米"
