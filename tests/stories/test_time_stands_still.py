"""T29, C9, §10: time stands still only where a rule allows it, and runs again when it should."""

import msgspec
import pytest

from cast import Cast
from jiesu.cases.models import PromiseRow
from jiesu.cases.rebuild import differences
from jiesu.cases.refusals import Unfit
from tale import SLOW, Tale

WAIT = {"reason": "WAIT_USER_TIME", "evidence": "录音 1", "resume_condition": "用户到家"}
FOR_PAPERS = {"reason": "WAIT_USER_INFO", "evidence": "录音 1", "resume_condition": "收到材料"}
RUDE = msgspec.structs.replace(
    SLOW, category="S-04", description="营业厅的人说话很难听，还把我赶了出去，要求道歉。"
)


def paused(tale: Tale) -> set[str]:
    rows = PromiseRow.objects.filter(case_id=tale.case.pk).exclude(paused_since=None)
    return set(rows.values_list("clock", flat=True))


def test_nobody_is_told_that_time_stands_still_where_no_clock_does(cast: Cast) -> None:
    """T29: reason + rule allows; the law's fifteen days run on whatever we wait for."""
    tale = Tale(cast, RUDE)
    tale.say(tale.owner, "accept")
    with pytest.raises(Unfit, match="未暂停，也未通知用户"):
        tale.say(tale.owner, "pause", **WAIT)
    assert "request" not in tale.verbs(), "no second person is troubled with it"


@pytest.mark.usefixtures("all_packs")
def test_time_runs_again_with_what_the_customer_gave(cast: Cast) -> None:
    """S151: what we waited for is here, so nothing is paused and nothing says that it is."""
    tale = Tale(cast)
    tale.say(tale.owner, "accept")
    tale.second(tale.say(tale.owner, "pause", **FOR_PAPERS), cast.manager)
    assert paused(tale)
    tale.say(tale.customer, "supplement", text="合同照片已发")
    assert not paused(tale)
    assert not tale.stored.record.get("paused")
    assert "恢复计时" in tale.letter("N28R").body
    assert differences(tale.stored) == []


def test_whoever_has_the_answer_is_promised_no_day_for_it(cast: Cast) -> None:
    """N28R names the day of the answer; once it is given there is none to name."""
    tale = Tale(cast)
    tale.until_found()
    tale.second(tale.say(tale.owner, "pause", **WAIT), cast.manager)
    tale.say(tale.owner, "propose", measures="说明测速方法", done_by="9月20日")
    tale.say(tale.owner, "agree", evidence="录音 2")
    tale.say(tale.owner, "resolve", result="测速达标，已说明")
    tale.say(tale.owner, "resume", because="已答复")
    assert "N28R" not in tale.letters()
