"""When X happened, then Y: the one table that says who listens to which event (kit/events.py)."""

from collections.abc import Mapping

from jiesu.cases.actions.add_evidence import EvidenceAdded
from jiesu.cases.actions.erase import TermOver
from jiesu.cases.actions.investigate import FaultFound
from jiesu.cases.actions.withdraw import Withdrawn
from jiesu.cases.alarms import Alarms
from jiesu.cases.erasing import carry_out
from jiesu.cases.evidence import register
from jiesu.cases.intake.named import OutageNamed
from jiesu.cases.lapsing import lapse_requests
from jiesu.cases.merged import pass_breaches_on, pass_news_on, tell_merged
from jiesu.cases.moved import Moved
from jiesu.cases.relocate import follow
from jiesu.cases.reweighing import reweigh_broken
from jiesu.cases.unowned import Unowned
from jiesu.console.together.breaching import tell_of_breaches
from jiesu.console.together.calling import tell_of_call, tell_of_calls
from jiesu.console.together.outages import tell_of_outage
from jiesu.console.together.pressing import tell_owners
from jiesu.console.together.unowned import tell_leads
from jiesu.console.together.watching import tell_of
from jiesu.feedback.actions.score import Coached
from jiesu.fieldwork.actions.order_convert import convert_orders
from jiesu.fieldwork.withdrawn import cancel_orders
from jiesu.incidents.actions.join_outage import OutageJoined
from jiesu.incidents.alarms import OutageAlarmed
from jiesu.incidents.catching_up import catch_up
from jiesu.incidents.taking_down import join_named
from jiesu.kit.events import Handler
from jiesu.oversight.actions.verify_rectification import EffectKnown
from jiesu.oversight.proposing import (
    carry_on_inside,
    open_quality_case,
    propose_rectification,
)
from jiesu.oversight.serving import tell_joined
from jiesu.people.units import UnitMoved

REACTIONS: Mapping[type, tuple[Handler, ...]] = {
    EvidenceAdded: (register,),
    Alarms: (tell_of_breaches, tell_of_calls, tell_owners, reweigh_broken, pass_breaches_on),
    TermOver: (carry_out,),
    FaultFound: (propose_rectification,),
    Coached: (open_quality_case,),
    Withdrawn: (carry_on_inside,),
    EffectKnown: (tell_joined,),
    OutageJoined: (convert_orders,),
    OutageNamed: (join_named,),
    OutageAlarmed: (tell_of_outage,),
    UnitMoved: (follow,),
    Moved: (
        tell_of,
        tell_of_call,
        catch_up,
        pass_news_on,
        tell_merged,
        cancel_orders,
        lapse_requests,
    ),
    Unowned: (tell_leads,),
}
