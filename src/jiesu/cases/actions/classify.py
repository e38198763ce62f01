"""Change the category or the priority, with history and reason (§13, §14)."""

from collections.abc import Mapping
from copy import copy
from datetime import timedelta
from typing import Annotated

from django.utils.translation import gettext as _
from msgspec import Meta

from jiesu.cases.book import priorities, taxonomy
from jiesu.cases.climbing import climb_by_itself
from jiesu.cases.packs import widen_packs
from jiesu.cases.reasons import reason_told
from jiesu.cases.refusals import unfit
from jiesu.cases.said import Said
from jiesu.cases.verbs import Scene, Words, move
from jiesu.cases.weighing import weigh, weighed
from jiesu.cases.words import Code, Line, MaybeCode, MaybeLine
from jiesu.rules.priority.book import LEVELS
from jiesu.rules.priority.manual import AdjustmentError, At, adjust
from jiesu.rules.taxonomy.taxonomy import CLASSIFIED_LEVEL
from jiesu.rules.workdays.shanghai import day_of
from jiesu.ui.joining import listed


class Classification(Words):
    """The category that fits better, and why."""

    category: Code
    reason: Line


@move
def classify(scene: Scene, words: Classification) -> Said:
    """Correct the category; packs are widened and the correction kept for training."""
    case = scene.case
    if words.category not in taxonomy().categories:
        raise unfit(
            "category",
            _("没有分类 %(category)s，未改动。请从分类表中选择。") % {"category": words.category},
        )
    if taxonomy().category(words.category).level < CLASSIFIED_LEVEL:
        raise unfit(
            "category",
            _("%(category)s 只是大类，未改动。请选到第二级或更细的分类。")
            % {"category": words.category},
        )
    changed = copy(case)
    changed.category = words.category
    return Said(
        facts={"category": words.category, "before": case.category},
        change={
            "category": words.category,
            "packs": widen_packs(changed, day_of(case.received_at)),
        },
        record={"suggested": {**case.record.get("suggested", {}), "corrected": words.category}},
        secret={"reason": words.reason},
        then=climb_by_itself(case, words.category, 1, scene.now) if case.closed_at is None else [],
    )


class Prioritisation(Words):
    """The level by hand, why, and for how many hours; without a level it is computed anew."""

    priority: MaybeCode = ""
    reason: MaybeLine = ""
    hours: Annotated[int, Meta(ge=1, le=24 * 30)] = 72


_FIELDS: Mapping[At, str] = {"level": "priority", "reason": "reason", "end": "hours"}
"""Where each fault of a change by hand stands in the form."""


@move
def prioritise(scene: Scene, words: Prioritisation) -> Said:
    """Weigh the case anew, or change its priority by one level for a time (§14)."""
    if not words.priority:
        return weighed(scene.case, scene.now)
    if words.priority not in LEVELS:
        raise unfit("priority", _("优先级只有 %(levels)s，未改动。") % {"levels": listed(LEVELS)})
    until = scene.now + timedelta(hours=words.hours)
    try:
        made = adjust(
            weigh(scene.case, scene.now),
            words.priority,
            reason=words.reason,
            now=scene.now,
            until=until,
            book=priorities(),
        )
    except AdjustmentError as refused:
        raise unfit(_FIELDS[refused.at], reason_told(refused.because)) from refused
    return Said(
        facts={"priority": words.priority, "before": scene.case.priority},
        change={"priority": words.priority},
        record={"priority_by_hand": {"until": until.isoformat(), "steps": made.steps}},
        secret={"reason": made.reason},
    )
