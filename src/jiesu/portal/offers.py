"""What the customer can do now: the verbs that the case allows, in the customer's words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _

from jiesu.cases.actions.reopen import TIME_TO_OBJECT
from jiesu.cases.models import Case
from jiesu.cases.verbs import Verb
from jiesu.portal.plainly import worded
from jiesu.portal.urging import rests_until


@dataclass(frozen=True, slots=True)
class Offer:
    """One act: the verb, what its button says, what it means, what we fill in ourselves."""

    verb: str
    usual_title: Lazy
    usual_lead: Lazy
    done: Lazy
    given: Mapping[str, Any]
    """Words of the verb that the screen knows: the customer is not asked."""
    kind: str = ""
    """How its button looks."""

    @property
    def title(self) -> str:
        """What its button says."""
        return str(worded("offer", self.verb, 0, self.usual_title))

    @property
    def lead(self) -> str:
        """What it means."""
        return str(worded("offer", self.verb, 1, self.usual_lead))


_BY_TAP = "portal"

OFFERS: tuple[Offer, ...] = (
    Offer(
        "agree",
        _("同意方案"),
        _("同意后我们就按方案去办。"),
        _("谢谢，已记下您同意方案，我们这就去办。"),
        {"evidence": _BY_TAP},
        "primary",
    ),
    Offer(
        "object",
        _("不同意，我有意见"),
        _("说说您的意见，我们会与您协商。不同意不会影响您的任何权利。"),
        _("您的意见已收到，我们会与您协商。"),
        {},
    ),
    Offer(
        "supplement",
        _("补充情况"),
        _("想到什么、有了新情况，都可以写在这里。原来的描述会原样保留。"),
        _("已收到您补充的情况。"),
        {},
    ),
    Offer(
        "expedite",
        _("催一下"),
        _("随时可以催，每次都会记下，专人会看到。"),
        _("已为您催办。"),
        {},
    ),
    Offer(
        "order_ask_window",
        _("另选上门时间"),
        _("选一个方便的时段，师傅会与您确认。确认之前，原来约好的时间仍然有效。"),
        _("已告诉师傅您方便的时间，确认后会通知您。"),
        {},
    ),
    Offer(
        "order_confirm",
        _("确认已修好"),
        _("请先试用，确实好了再确认。"),
        _("谢谢，已记下。"),
        {"to": "USER_CONFIRMED", "how": "portal", "reference": _BY_TAP},
    ),
    Offer(
        "score",
        _("评价这次处理"),
        _("请按真实感受。评价不会影响您的服务。"),
        _("谢谢，您的评价已原样记下。"),
        {"answered_by": "user"},
    ),
    Offer(
        "reopen",
        _("没有解决，重新处理"),
        _("告诉我们哪里没有解决。您不用从头再说一遍。"),
        _("我们重新处理，会尽快与您联系。"),
        {},
    ),
    Offer(
        "appeal",
        _("申诉"),
        _("由与原来不同的部门重新核查，书面答复您。"),
        _("您的申诉已收到，由另一个部门处理。"),
        {},
    ),
    Offer(
        "withdraw",
        _("撤回投诉"),
        _(
            "撤回后我们不再办理；涉及安全或其他用户的，我们会自行查清，不再打扰您。"
            "以后仍可再次投诉。没有人可以要求您撤回；如有人这样做，请告诉我们。"
        ),
        _("已按您的意思撤回。"),
        {"proof": _BY_TAP, "reference": _BY_TAP, "systemic": "false"},
        "danger",
    ),
)
_OFFERS = {offer.verb: offer for offer in OFFERS}


def offer_named(verb: str) -> Offer | None:
    """Return what customers may do under the name ``verb``."""
    return _OFFERS.get(verb)


def offers(able: Iterable[Verb], case: Case, now: datetime) -> list[Offer]:
    """Return what the customer can do now: ``able`` is what ``cases.permit`` allows."""
    known = {verb.name for verb in able if _sensible(verb.name, case, now)}
    return [offer for offer in OFFERS if offer.verb in known]


def _sensible(verb: str, case: Case, now: datetime) -> bool:
    """Whether the button would not lead into a refusal we can foresee."""
    if verb == "expedite":
        return rests_until(case, now) is None
    if verb == "score":
        return "score" not in case.record
    if verb == "appeal" and _appeal_running(case):
        return False
    if verb in {"reopen", "appeal"} and case.closed_at and case.state != "MERGED":
        return now - case.closed_at <= TIME_TO_OBJECT or verb == "reopen"
    return True


def _appeal_running(case: Case) -> bool:
    """Whether an earlier appeal has not ended: what is new is added to that one (T24)."""
    known = case.record.get("proceedings", {}).values()
    return any(machine == "appeal" and state != "CLOSED" for machine, state in known)
