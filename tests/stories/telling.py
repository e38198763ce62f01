"""How a story is told: persons of the cast say verbs over HTTP, at moments the story names."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from api.door import COMPLAINTS, Door, Reply
from cast import Cast
from jiesu.cases.models import Case, Message
from jiesu.cases.rebuild import differences
from jiesu.cases.verify import verify
from jiesu.config import wsgi
from jiesu.people.actor import Actor
from jiesu.upkeep.keeper import turn

SHANGHAI = ZoneInfo("Asia/Shanghai")
CALLER: dict[str, Any] = {
    "channel": "hotline",
    "desired_outcome": "尽快解决并说明原因",
    "name": "孙女士",
    "phone": "13800005678",
    "account": "075500012301",
    "address": "甲市东区幸福小区3号楼502",
    "region": "440100",
}
"""Who complains and how, unless the story says otherwise."""
CLOSING = {"outcome": "SOLVED", "root_cause": "R-LINE", "solution": "X-VISIT"}
FOUND: dict[str, Any] = {
    "answers": [{"claim": "所诉问题", "verdict": "substantiated"}],
    "cause": "R-LINE",
    "liability": "FULL",
    "explanation": "经核查记录与录音,所诉情况存在",
    "evidence": ["系统记录"],
}
OFFER: dict[str, Any] = {
    "measures": "立即纠正并核查同类情况",
    "done_by": "9月30日",
    "apology": "给您造成不便,我们诚恳道歉",
}
ADMITTED = {
    "apology_facts": "所诉情况属实",
    "apology_impact": "影响了您的正常使用",
    "apology_prevention": "已核查同类情况并改进",
}
"""What a letter of apology says that only a person can write (N31)."""


def shanghai(moment: str) -> datetime:
    """``2026-09-18 17:30`` as people in Shanghai read their clocks; 24:00 is midnight."""
    if moment.endswith("24:00"):
        return shanghai(moment.replace("24:00", "00:00")) + timedelta(days=1)
    return datetime.fromisoformat(moment).replace(tzinfo=SHANGHAI).astimezone(UTC)


class Telling:
    """One story, about one complaint at a time; every act takes a minute."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.now = shanghai("2026-09-18 09:30")
        self.number = ""
        self._doors: dict[int | None, Door] = {}

    def at(self, moment: str) -> None:
        """Turn to the moment, told as in Shanghai."""
        self.now = shanghai(moment)

    def later(self, **more: float) -> None:
        """Let time pass."""
        self.now += timedelta(**more)

    def door(self, person: Actor) -> Door:
        """The program of a person, with that person's own token, at this moment."""
        if person.staff_id not in self._doors:
            self._doors[person.staff_id] = Door(wsgi.application).as_(person)
        door = self._doors[person.staff_id]
        door.now = self.now
        return door

    def take(self, person: Actor, description: str, **words: Any) -> dict[str, Any]:
        """A contact comes in; from now on the story is about it."""
        self._tick()
        told = {**CALLER, "description": description, **words}
        reply = self.door(person).post(COMPLAINTS, told)
        assert reply.status == 201, reply.json
        self.number = reply.json["number"]
        return dict(reply.json)

    def post(self, person: Actor, verb: str, machine: str = "", /, **words: Any) -> Reply:
        """Say a verb on the complaint, or on its proceeding of that machine."""
        self._tick()
        path = f"{COMPLAINTS}/{self.number}"
        if machine:
            path = f"{path}/proceedings/{self.proceeding(machine)}"
        return self.door(person).post(f"{path}/{verb}", words)

    def say(self, person: Actor, verb: str, machine: str = "", /, **words: Any) -> dict[str, Any]:
        """Say a verb that is done, and give its line in the ledger."""
        reply = self.post(person, verb, machine, **words)
        assert reply.status == 200, reply.json
        return dict(reply.json["entry"])

    def asks(self, person: Actor, verb: str, machine: str = "", /, **words: Any) -> int:
        """Say a verb that needs a second person; the number of the request."""
        reply = self.post(person, verb, machine, **words)
        assert reply.status == 202, reply.json
        return int(reply.json["entry"]["seq"])

    def refused(self, person: Actor, verb: str, machine: str = "", /, **words: Any) -> str:
        """Say a verb that is refused with one sentence, and nothing is written."""
        before = Case.objects.get(number=self.number).seq
        reply = self.post(person, verb, machine, **words)
        assert reply.status in {403, 404, 409, 422}, reply.json
        assert reply.problem
        assert Case.objects.get(number=self.number).seq == before
        return str(reply.json["detail"])

    def keeper(self) -> None:
        """The clock-keeper comes back and does all that is due by now."""
        while (following := turn(self.now, lambda _: None)) and following <= self.now:
            pass

    @property
    def owner(self) -> Actor:
        """Whoever answers for the complaint."""
        mine = self.sheet()["owner_id"]
        both = [self.cast.owner, self.cast.second_owner]
        return next(person for person in both if person.staff_id == mine)

    def sheet(self, person: Actor | None = None) -> dict[str, Any]:
        """The complaint in full, as the service manager or somebody else sees it."""
        path = f"{COMPLAINTS}/{self.number}?include=ledger,promises,messages"
        reply = self.door(person or self.cast.manager).get(path)
        assert reply.status == 200, reply.json
        return dict(reply.json)

    @property
    def state(self) -> str:
        """The state of the complaint."""
        return str(self.sheet()["state"])

    def proceeding(self, machine: str) -> str:
        """Number of the latest proceeding of that machine."""
        noted = self.sheet()["record"].get("proceedings", {})
        return [str(number) for number, (kind, _) in noted.items() if kind == machine][-1]

    def stage(self, machine: str) -> str:
        """State of the latest proceeding of that machine."""
        state: str = self.sheet()["record"]["proceedings"][self.proceeding(machine)][1]
        return state

    def ledger(self, verb: str) -> list[dict[str, Any]]:
        """The entries of a verb."""
        return [line for line in self.sheet()["ledger"] if line["verb"] == verb]

    def letters(self) -> list[str]:
        """Templates of all that was sent, in order."""
        return [sent["template"] for sent in self.sheet()["messages"]]

    def letter(self, template: str) -> str:
        """What the customer reads in the latest letter of that template."""
        return (
            Message.objects.filter(case__number=self.number, template=template).latest("seq").body
        )

    def clock(self, name: str, pack: str = "") -> dict[str, Any]:
        """The promise of that name (and pack), explained; the earliest due if there are many."""
        return self.clocks(name, pack)[0]

    def clocks(self, name: str, pack: str = "") -> list[dict[str, Any]]:
        """All promises of that name, earliest due first."""
        reply = self.door(self.cast.manager).get(f"{COMPLAINTS}/{self.number}/promises")
        assert reply.status == 200, reply.json
        told = [p for p in reply.json["promises"] if p["clock"] == name and pack in {"", p["pack"]}]
        for promise in told:
            for field in ("started_at", "due_at", "original_due_at", "stopped_at"):
                promise[field] = promise[field] and datetime.fromisoformat(promise[field])
        return sorted(told, key=lambda promise: promise["due_at"])

    def whole(self) -> None:
        """The ledger proves itself, and what is derived from it would be derived again."""
        case = Case.objects.get(number=self.number)
        assert verify(case) is None
        assert differences(case) == []

    def _tick(self) -> None:
        self.later(minutes=1)
