"""§11.1 MERGED: the page of the second number tells the result and how to disagree with it."""

from typing import Any

from django.utils import timezone
from msgspec import structs

from cast import Cast
from jiesu.cases.intake.receive import receive
from jiesu.cases.models import Case
from jiesu.cases.moves import make_move
from portal.conftest import Follow, key_on, text_of
from tale import SLOW

FLATMATE = structs.replace(SLOW, name="李先生", phone="13900005678")
UNTIL_SETTLED: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("agent", "guide", {}),
    ("agent", "settle", {"result": "重启光猫后恢复", "confirmed_by": "录音 1"}),
)


def test_once_answered_it_says_so_and_can_be_taken_up_again(cast: Cast, follow: Follow) -> None:
    now = timezone.now()
    master, child = (receive(cast.agent, one, now=now) for one in (SLOW, FLATMATE))
    make_move(cast.dispatcher, child.number, "merge", {"into": master.number}, now=now)
    mine = follow(Case.objects.get(pk=child.pk))
    page = text_of(mine.get(f"/my/{child.number}/"))
    assert "已并入另一件" in page
    assert "重启光猫后恢复" not in page
    for who, verb, words in UNTIL_SETTLED:
        make_move(getattr(cast, who), master.number, verb, words, now=timezone.now())
    page = text_of(mine.get(f"/my/{child.number}/"))
    assert "已一并答复" in page
    assert "重启光猫后恢复" in page
    assert "一并办理的结果告诉了您" in page
    form = f"/my/{child.number}/reopen/"
    key = key_on(mine.get(form))
    assert mine.post(form, {"reason": "晚上还是掉线", "key": key}).status_code == 302
    assert Case.objects.get(pk=master.pk).state == "REOPENED"
