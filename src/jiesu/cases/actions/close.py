"""T21: close with an outcome, when nothing is left open (S68)."""

from django.utils.translation import gettext as _

from jiesu.cases.actions.investigate import check_no_open_orders
from jiesu.cases.actions.resolve import required_documents
from jiesu.cases.book import repeats, taxonomy
from jiesu.cases.models import Entry
from jiesu.cases.refusals import NotAllowed, WrongState, unfit
from jiesu.cases.said import Letter, Said
from jiesu.cases.verbs import Scene, Words, move
from jiesu.cases.words import Code, MaybeCode, MaybePage
from jiesu.rules.repeats.contact import measures
from jiesu.rules.workdays.shanghai import day_of
from jiesu.ui.joining import listed

FAILED_TRIES = 3
TRY_DAYS = 2
_SOLVED = frozenset({"SOLVED", "SOLVED_COMPENSATED"})
_NO_CAUSE = "R-NTF"
"""Not reproduced: as good as no cause at all."""


class Closing(Words):
    """How it ended: outcome (§11.1), root cause (§13.2), solution (§13.3)."""

    outcome: Code
    root_cause: Code
    solution: Code
    secondary_cause: MaybeCode = ""
    lead_visit: MaybePage = ""
    """When the area's leader was there and found what; needed from the third complaint on."""
    low_score_handling: MaybePage = ""
    """How a low score was taken up with the customer (S48); needed only where there is one."""
    note: MaybePage = ""


@move
def close(scene: Scene, words: Closing) -> Said:
    """Close; the customer keeps thirty days to object."""
    check_no_open_orders(scene)
    _check_documents(scene)
    _check_heard(scene, words)
    _check_codes(words)
    _check_said(scene, words)
    _check_repeated(scene, words)
    return Said(
        facts={
            "outcome": words.outcome,
            "root_cause": words.root_cause,
            "solution": words.solution,
            "secondary_cause": words.secondary_cause,
            **({"lead_visit": True} if words.lead_visit else {}),
        },
        change={"closed_at": scene.now},
        record={"outcome": words.outcome, "root_cause": words.root_cause},
        secret={
            "note": words.note,
            "low_score_handling": words.low_score_handling,
            "lead_visit": words.lead_visit,
        },
        letters=[Letter("N44")],
    )


def _check_documents(scene: Scene) -> None:
    if missing := documents_lacking(scene):
        names = listed(missing)
        raise NotAllowed(
            _("缺少必须交给用户的书面材料(%(names)s)，未办结。请先出具书面答复或致歉。")
            % {"names": names}
        )


def _check_heard(scene: Scene, words: Closing) -> None:
    """The customer answered, or could not be reached in three tries on two days (T21)."""
    if calls_lacking(scene):
        raise WrongState(
            _("尚未回访到用户，也未在两天内尝试三次，未办结。请继续回访并记录每次拨打(T21)。")
        )
    low = scene.case.record.get("score", {}).get("low")
    if low and not words.low_score_handling.strip():
        raise unfit(
            "low_score_handling", _("用户评分较低，未办结。请写明已如何处理用户不满意之处(S48)。")
        )


def _check_said(scene: Scene, words: Closing) -> None:
    """The outcome is no other than the customer told the one who called (T21, T22, K46)."""
    answers = [call.facts.get("solved") for call in _calls(scene) if call.facts.get("reached")]
    if answers and words.outcome == "UNREACHABLE":
        raise unfit("outcome", _("回访已联系到用户，不能以“联系不上”办结，未办结。请另选结果。"))
    if answers and answers[-1] == "no" and words.outcome in _SOLVED:
        raise unfit(
            "outcome",
            _(
                "用户在回访中说没有解决，不能以“已解决”办结，未办结。"
                "请重新处理，或按实际结果办结(T22)。"
            ),
        )


def documents_lacking(scene: Scene) -> list[str]:
    """Codes of the papers that the customer must have and has not (K12)."""
    held = set(scene.case.record.get("documents", []))
    return [code for code in required_documents(scene) if code not in held]


def calls_lacking(scene: Scene) -> int:
    """How many more failed calls there must be, unless one reaches the customer; 0 if heard."""
    tries = _calls(scene)
    if any(entry.facts.get("reached") for entry in tries) or scene.count("score"):
        return 0
    days = {day_of(entry.at) for entry in tries}
    return max(FAILED_TRIES - len(tries), TRY_DAYS - len(days), 0)


def _check_codes(words: Closing) -> None:
    lists = {"outcome": "outcomes", "root_cause": "root_causes", "solution": "solutions"}
    for name, codes in lists.items():
        code = getattr(words, name)
        if code not in taxonomy().codes(codes):
            raise unfit(name, _("没有代码 %(code)s，未办结。请从列表中选择。") % {"code": code})


def _check_repeated(scene: Scene, words: Closing) -> None:
    """What a complaint told for the third time calls for before it ends (§15.1)."""
    times = scene.case.repeat_no
    called_for = {measure.code for measure in measures(times, repeats())}
    if "root_cause" in called_for and words.root_cause == _NO_CAUSE:
        raise unfit(
            "root_cause",
            _("同一问题第%(times)s次投诉，必须查明根因，未办结。请另选根因。") % {"times": times},
        )
    if "field_lead_visit" in called_for and not words.lead_visit.strip():
        raise unfit(
            "lead_visit",
            _("同一问题第%(times)s次投诉，须由片区组长上门，未办结。请写明组长上门的时间和所见。")
            % {"times": times},
        )


def _calls(scene: Scene) -> list[Entry]:
    """The call-backs tried in this cycle."""
    cycle = scene.case.cycle
    return [e for e in scene.entries if e.verb == "try_call" and e.facts["cycle"] == cycle]
