"""A case and a clock that moves on with every act: what the stories of oversight begin with."""

from datetime import UTC, datetime, timedelta
from typing import Any

from msgspec import structs

from cast import Cast
from jiesu.cases.alarms import act_on_due
from jiesu.cases.intake.contact import Intake
from jiesu.cases.intake.receive import receive
from jiesu.cases.models import Case, Entry, Message, Proceeding
from jiesu.cases.moves import make_move
from jiesu.people.actor import Actor

NOW = datetime(2026, 9, 18, 9, 30, tzinfo=UTC)
"""Friday 18 September 2026, 17:30 in Shanghai (§6.4)."""
SLOW = Intake(
    channel="web",
    description="家里宽带网速很慢,签约三百兆,有线测速只有六十兆,已经一周了。",
    desired_outcome="修好网速,退这一周的费用",
    name="孙女士",
    phone="13800005678",
    account="075500012301",
    region="440100",
)
DOWN = structs.replace(
    SLOW,
    case_type="fault",
    category="N-01-03",
    description="光猫LOS灯红了，完全上不了网，已经一天了。",
    address="甲市东区幸福小区3号楼502",
)
"""A line that is down, and where it is: somebody can be sent there."""
DANGER = structs.replace(
    SLOW, category="N-07-01", description="光缆垂落在人行道上，有人绊倒了，请马上来人！"
)


class Tale:
    """One case; ``say`` speaks on it, ``on`` on one of its proceedings."""

    def __init__(self, cast: Cast, intake: Intake = SLOW, now: datetime = NOW) -> None:
        self.cast, self.now = cast, now
        self.case = receive(cast.agent, intake, now=now)
        mine = self.case.owner_id == cast.owner.staff_id
        self.owner = cast.owner if mine else cast.second_owner
        self.customer = Actor(kind="customer", name="孙女士", case_id=self.case.pk)

    def say(self, actor: Actor, verb: str, hours: float = 1, /, **words: Any) -> Entry:
        self.now += timedelta(hours=hours)
        return make_move(actor, self.case.number, verb, words, now=self.now)

    def on(self, machine: str, actor: Actor, verb: str, hours: float = 1, /, **words: Any) -> Entry:
        self.now += timedelta(hours=hours)
        number = self.proceeding(machine).number
        return make_move(actor, self.case.number, verb, words, now=self.now, proceeding=number)

    def second(self, asked: Entry, approver: Actor) -> Entry:
        """The second person agrees to what was asked for."""
        assert asked.verb == "request"
        return self.say(approver, "approve", request=asked.seq)

    def fall(self, **time: float) -> None:
        """Time passes, and the clock-keeper acts on all that fell."""
        self.now += timedelta(**time)
        while act_on_due(self.now).alarms:
            pass

    def proceeding(self, machine: str) -> Proceeding:
        return Proceeding.objects.get(case_id=self.case.pk, machine=machine)

    @property
    def stored(self) -> Case:
        return Case.objects.get(pk=self.case.pk)

    @property
    def state(self) -> str:
        return self.stored.state

    def letters(self) -> list[str]:
        rows = Message.objects.filter(case_id=self.case.pk).order_by("seq", "id")
        return [row.template for row in rows]

    def letter(self, template: str) -> Message:
        return Message.objects.filter(case_id=self.case.pk, template=template).latest("seq")

    def verbs(self) -> list[str]:
        return [entry.verb for entry in Entry.objects.filter(case_id=self.case.pk)]

    def until_found(self, verdict: str = "unsubstantiated", liability: str = "NONE") -> None:
        """Accepted, investigated, found."""
        self.say(self.owner, "accept")
        self.say(self.owner, "investigate", investigator_id=self.cast.investigator.staff_id)
        self.say(
            self.cast.investigator,
            "find",
            answers=[{"claim": "网速不达标", "verdict": verdict}],
            cause="R-LINE",
            liability=liability,
            explanation="三次有线测速",
            evidence=["测速记录"],
        )

    def until_closed(self) -> None:
        """From the finding to the closing."""
        self.until_found()
        self.say(self.owner, "propose", measures="说明测速方法", done_by="9月20日")
        self.say(self.owner, "agree", evidence="录音 1")
        self.say(self.owner, "resolve", result="测速达标,已说明")
        self.say(self.cast.caller, "call_back", 48)
        self.say(self.cast.caller, "try_call", reached=True, solved="yes")
        self.say(
            self.cast.caller,
            "close",
            outcome="EXPLAINED_ACCEPTED",
            root_cause="R-LINE",
            solution="X-VISIT",
        )

    def until_put_right(self, check_until: int = 90) -> None:
        """What was found is put right and verified; only its effect is not known yet."""
        cast, due = self.cast, (self.now + timedelta(days=20)).isoformat()
        words = {"root_cause": "R-LINE", "corrective": "换", "preventive": "查"}
        plan = {**words, "metric": "下降五成", "planned_due": due, "check_until": check_until}
        self.on("rectification", cast.rectifier, "plan_rectification", **plan)
        self.on("rectification", cast.manager, "approve_rectification")
        self.on("rectification", cast.rectifier, "do_rectification", done="已更换")
        self.on("rectification", cast.rectifier, "evidence_rectification", evidence=["验收单"])
        checked = {"passed": True, "found": "达标"}
        self.on("rectification", cast.inspector, "verify_rectification", **checked)
