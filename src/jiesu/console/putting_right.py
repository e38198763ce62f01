"""What a rectification has promised, what is next, and which cases it serves (§11.8)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from django.urls import reverse
from django.utils.translation import gettext as _

from jiesu.cases.models import Case, Proceeding
from jiesu.cases.titles import state_title
from jiesu.console.labels import label
from jiesu.console.telling import spoken
from jiesu.console.tongue import code_title
from jiesu.kit.masks import mask_text
from jiesu.oversight.actions.verify_rectification import checked_from, next_check
from jiesu.oversight.metrics import metric_of
from jiesu.oversight.register import Served, may_join, same_cause, served
from jiesu.people.actor import Actor
from jiesu.ui.joining import listed


@dataclass(frozen=True, slots=True)
class Already:
    """The cause found is being put right already."""

    said: str
    """Where, and by whom."""
    join: str
    """The form by which the case joins it; empty if it is the case's own."""


def already_put_right(actor: Actor, case: Case) -> Already | None:
    """The nearest rectification that already runs for the cause found in ``case``."""
    running = next(iter(same_cause(actor, case)), None)
    if running is None:
        return None
    people = (running.unit and running.unit.name, running.assignee and running.assignee.name)
    told = {
        "number": running.number,
        "case": running.case.number,
        "state": state_title(running.state, "rectification"),
        "who": " ".join(part for part in people if part),
    }
    said = _("同一根因的整改 %(number)s 还在进行：%(state)s，%(who)s，属投诉 %(case)s。") % told
    if not may_join(case, running):
        return Already(said, "")
    way = reverse("console:act", args=[case.number, "join_rectification"])
    return Already(said + _("可并入该整改，不必另行发起。"), f"{way}?into={quote(running.number)}")


def plan_told(actor: Actor, one: Proceeding) -> list[tuple[str, str]]:
    """The plan in force, the next check, whom it serves; nothing of other proceedings."""
    return list(_told(actor, one)) if one.machine == "rectification" else []


def idle_verb(one: Proceeding) -> str:
    """Of checking and closing the one whose turn it is not: no check is left, or one is."""
    if one.state != "EFFECT_CHECK":
        return ""
    return "close_rectification" if next_check(one) else "check_effect"


def serving_told(serves: Served) -> str:
    """How many complaints a rectification serves besides its own, and which of them one sees."""
    if serves.count == 1:
        return _("1 件（本件）")
    unseen = serves.count - 1 - len(serves.others)
    told = {"count": serves.count, "others": listed(serves.others), "unseen": unseen}
    if not serves.others:
        return _("%(count)d 件，另 %(unseen)d 件不在您的可见范围") % told
    if unseen:
        return _("%(count)d 件：本件、%(others)s，另 %(unseen)d 件不在您的可见范围") % told
    return _("%(count)d 件：本件、%(others)s") % told


def _told(actor: Actor, one: Proceeding) -> Iterator[tuple[str, str]]:
    record = one.record
    if cause := record.get("root_cause"):
        yield label("root_cause").title, code_title("root_causes", cause)
    if metric := metric_of(one):
        yield label("metric").title, mask_text(metric)
    if due := record.get("planned_due"):
        yield label("planned_due").title, spoken(datetime.fromisoformat(due))
    if one.state in {"VERIFIED", "EFFECT_CHECK"} and (day := next_check(one)):
        told = {"day": day, "at": spoken(checked_from(one, day))}
        yield _("下次核查"), _("第 %(day)d 天，%(at)s 起") % told
    yield _("涉及投诉"), serving_told(served(actor, [one])[one.number])
