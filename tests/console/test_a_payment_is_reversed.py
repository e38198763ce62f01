"""§16 on the screen: which payment, seen by both who decide; the customer's story tells it too."""

from cast import Cast
from console.conftest import Enter
from jiesu.cases.models import Entry
from jiesu.portal.story import moments
from tale import Tale

REVERSE = "reverse_payment/"


def agreed(cast: Cast) -> Tale:
    tale = Tale(cast)
    tale.until_found()
    money = [{"code": "CP8", "amount_fen": 4000, "basis": "善意补偿"}]
    tale.say(tale.owner, "propose", measures="说明", done_by="9月30日", remedies=money)
    tale.say(tale.owner, "agree", evidence="录音 1")
    return tale


def test_nothing_is_offered_to_be_reversed_before_anything_was_paid(
    cast: Cast, enter: Enter
) -> None:
    tale = agreed(cast)
    assert REVERSE not in enter(tale.owner).get(page(tale)).content.decode()


def test_the_payment_is_chosen_seen_by_the_second_person_and_told_everybody(
    cast: Cast, enter: Enter
) -> None:
    tale = agreed(cast)
    today = f"{tale.now:%Y-%m-%d}"
    told = {"amount_fen": 4000, "account_type": "宽带账户", "proof": "BOSS-1"}
    paid = tale.say(tale.owner, "pay_remedy", **told, paid_on=today).seq
    owner = enter(tale.owner)
    assert REVERSE in owner.get(page(tale)).content.decode()
    assert f"#{paid}，{today}，40.00 元" in owner.get(page(tale) + REVERSE).content.decode()
    form = {
        "version": str(tale.stored.seq),
        "key": "k1",
        "on": "",
        "payment": str(paid),
        "amount_fen": "15",
        "error": "returned",
        "reversed_on": today,
        "proof": "BOSS-R-1",
        "reason": "账户已销户",
    }
    owner.post(page(tale) + REVERSE, form)
    assert f"#{paid}" in enter(cast.approver).get("/console/approvals").content.decode()
    tale.second(Entry.objects.get(case_id=tale.case.pk, verb="request"), cast.approver)
    html = owner.get(page(tale)).content.decode()
    assert f"到账 #{paid} 有误（未能入账被退回，用户没有收到），15.00 元已冲正" in html
    assert "未冲正 25.00 元" in owner.get(page(tale) + REVERSE).content.decode()
    story = list(Entry.objects.filter(case_id=tale.case.pk).order_by("seq"))
    assert "到账有误，已更正" in [one.title for one in moments(story)]


def page(tale: Tale) -> str:
    return f"/console/cases/{tale.case.number}/"
