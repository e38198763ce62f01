"""N12 says 恢复后将短信告知: whoever was closed meanwhile is told the end too, once."""

from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from cast import Cast
from incidents.declared import FIBRE, WORK, declared
from jiesu.cases.intake.receive import receive
from jiesu.cases.models import Case, Entry, Message
from jiesu.cases.moves import make_move
from jiesu.cases.rebuild import differences
from jiesu.cases.verify import verify
from jiesu.console.sentences import sentence
from jiesu.console.together.models import Notice
from jiesu.incidents.models import Outage
from jiesu.incidents.outages import close_outage, estimate_outage
from jiesu.incidents.telling import tell
from jiesu.people.actor import Actor
from tale import Tale


@pytest.fixture
def tale(cast: Cast, outage: Outage) -> Tale:
    tale = Tale(cast, FIBRE)
    tale.say(cast.agent, "join_outage", 0.1, outage=outage.number)
    return tale


def over(watch: Actor, outage: Outage, tale: Tale, **words: Any) -> int:
    tale.now += timedelta(hours=1)
    close_outage(watch, outage.number, {"root_cause": "R-LINE", **words}, now=tale.now)
    return tell(outage.number, tale.now)


def test_who_is_closed_hears_the_end_once_and_stays_closed(
    tale: Tale, outage: Outage, watch: Actor
) -> None:
    tale.until_closed()
    assert over(watch, outage, tale) == 1
    assert tale.state == "CLOSED"
    assert tale.letters().count("N19O") == 1
    assert tell(outage.number, tale.now) == 0
    entry = Entry.objects.get(case=tale.case, verb="outage_over")
    assert "已告知用户" in sentence("outage_over", entry.facts, frozenset({"after_end"}))[0]
    assert differences(tale.stored) == []
    assert verify(tale.stored) is None


def test_nobody_has_to_call_whoever_is_closed(tale: Tale, outage: Outage, watch: Actor) -> None:
    tale.until_closed()
    over(watch, outage, tale)
    assert not Notice.objects.filter(case=tale.case, kind="restored").exists()


def test_a_time_that_moves_is_news_only_to_whoever_still_waits(
    tale: Tale, outage: Outage, watch: Actor
) -> None:
    tale.until_closed()
    later = tale.now + timedelta(hours=30)
    estimate_outage(watch, outage.number, {"eta": later}, now=tale.now)
    assert tell(outage.number, tale.now) == 0


def test_who_withdrew_wants_to_hear_nothing(tale: Tale, outage: Outage, watch: Actor) -> None:
    tale.say(tale.customer, "withdraw", proof="portal", reference="P-1")
    assert over(watch, outage, tale) == 0
    assert tale.letters()[-1] == "N45"


def test_work_that_was_called_off_is_no_news_to_who_is_closed(cast: Cast, watch: Actor) -> None:
    work = declared(watch, **WORK)
    tale = Tale(cast, FIBRE)
    tale.say(cast.agent, "join_outage", 0.1, outage=work.number)
    tale.until_closed()
    before = tale.letters()
    Outage.objects.filter(pk=work.pk).update(
        since=tale.now + timedelta(days=3), until=tale.now + timedelta(days=4)
    )
    over(watch, work, tale)
    assert tale.letters() == before


def test_another_person_on_the_same_line_hears_it_too_and_the_same_person_once(
    tale: Tale, outage: Outage, watch: Actor
) -> None:
    """§11.1 MERGED: user still gets notices; one telephone is told once."""
    cast, told = tale.cast, {}
    for phone in ("13900001111", FIBRE.phone):
        tale.now += timedelta(hours=1)
        child = receive(cast.agent, replace(FIBRE, phone=phone), now=tale.now)
        words = {"outage": outage.number}
        make_move(cast.agent, child.number, "join_outage", words, now=tale.now)
        make_move(cast.dispatcher, child.number, "merge", {"into": tale.case.number}, now=tale.now)
        told[phone] = child
    over(watch, outage, tale)
    assert tale.letters().count("N19O") == 1
    heard = {
        phone: Message.objects.filter(case=child, template="N19O").count()
        for phone, child in told.items()
    }
    assert heard == {"13900001111": 1, FIBRE.phone: 0}
    assert differences(Case.objects.get(pk=told["13900001111"].pk)) == []
