"""What a rectification has promised and what is next, as its card on the case tells it (§11.8)."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from jiesu.cases.models import Proceeding
from jiesu.console.labels import label
from jiesu.console.telling import spoken
from jiesu.console.tongue import code_title
from jiesu.oversight.actions.verify_rectification import checked_from, next_check


def plan_told(one: Proceeding) -> list[tuple[str, str]]:
    """The plan in force and the next check; nothing of other proceedings, or before a plan."""
    return list(_told(one)) if one.machine == "rectification" else []


def idle_verb(one: Proceeding) -> str:
    """Of checking and closing the one whose turn it is not: no check is left, or one is."""
    if one.state != "EFFECT_CHECK":
        return ""
    return "close_rectification" if next_check(one) else "check_effect"


def _told(one: Proceeding) -> Iterator[tuple[str, str]]:
    record = one.record
    if cause := record.get("root_cause"):
        yield label("root_cause").title, code_title("root_causes", cause)
    if metric := record.get("metric"):
        yield label("metric").title, metric
    if due := record.get("planned_due"):
        yield label("planned_due").title, spoken(datetime.fromisoformat(due))
    if one.state in {"VERIFIED", "EFFECT_CHECK"} and (day := next_check(one)):
        told = {"day": day, "at": spoken(checked_from(one, day))}
        yield _("下次核查"), _("第 %(day)d 天，%(at)s 起") % told
