"""What one person may end alone: the simple cases of §17 (close, record finding)."""

from django.utils.translation import gettext as _

from jiesu.cases.models import Part
from jiesu.cases.verbs import Scene
from jiesu.ui.joining import listed

_FOUND_TRUE = frozenset({"substantiated", "partly"})


def why_not_simple(scene: Scene, verb: str) -> str:
    """Why ``verb`` takes more than one person here; empty if the case is simple.

    Nobody but an investigator finds on a complaint about a person, or where one was called for.
    Settled on the line (T09) is only what had no order, no remedy, no finding against us, and
    what no authority has transferred.
    """
    if Part.objects.filter(case=scene.case, part="accused").exists():
        return _("这件投诉涉及具体人员，须由调查员核实，未做任何改动。请转入调查核实。")
    if scene.count("investigate"):
        return _("这件投诉已开展调查，须由调查员作出结论，未做任何改动。")
    return _why_not_on_the_line(scene) if verb == "settle" else ""


def _why_not_on_the_line(scene: Scene) -> str:
    case, record = scene.case, scene.case.record
    machines = {machine for machine, _state in record.get("proceedings", {}).values()}
    reasons = {
        _("已派工单"): "order" in machines,
        _("有主管部门或其他单位转办"): bool(case.external_source) or "external" in machines,
        _("已提出补偿方案"): bool(record.get("proposal")),
        _("已认定投诉属实"): record.get("finding", {}).get("overall") in _FOUND_TRUE,
    }
    told = listed(reason for reason, holds in reasons.items() if holds)
    if not told:
        return ""
    return _("这件投诉%(told)s，不能在线直接解决，未做任何改动。请交投诉专员办理。") % {
        "told": told
    }
