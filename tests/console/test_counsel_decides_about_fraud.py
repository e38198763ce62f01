"""CP7 on the screen: the owner reads who decides, and counsel finds it waiting and decides it."""

import re

from django.utils import timezone

from cast import Cast
from console.conftest import Enter
from jiesu.cases.models import Entry
from jiesu.people.models import Grant
from tale import Tale


def test_the_owner_reads_that_counsel_decides_and_counsel_does(cast: Cast, enter: Enter) -> None:
    tale = Tale(cast)
    tale.until_found()
    case = tale.stored
    page = f"/console/cases/{case.number}/"
    offer = {
        "measures": "退订并赔偿",
        "done_by": "9月30日",
        "remedies-0-code": "CP7",
        "remedies-0-amount_fen": "500",
        "remedies-1-code": "CP1",
        "remedies-1-amount_fen": "20",
    }
    sent = {"version": str(case.seq), "key": "k1", "on": "", **offer}
    html = enter(tale.owner).post(f"{page}propose/", sent, follow=True).content.decode()
    assert "已提请法务决定" in html
    assert "欺诈赔偿(CP7)不论金额须由法务决定" in html
    assert '提出方案<span class="small">（等待审批）' in html
    assert not re.search(r"button-primary[^>]*/propose/", html), "asked for is asked for"
    assert case.number not in enter(cast.approver).get("/console/approvals").content.decode()
    assert case.number in enter(cast.legal).get("/console/approvals").content.decode()
    assert "CP7" in enter(cast.legal).get(page).content.decode()
    asked = Entry.objects.get(case_id=case.pk, verb="request")
    approval = {"version": str(asked.seq), "key": "k2", "on": "", "request": str(asked.seq)}
    enter(cast.legal).post(f"{page}approve/", approval)
    assert tale.state == "PROPOSED"


def test_the_first_steps_tell_that_nobody_decides_about_fraud(cast: Cast, enter: Enter) -> None:
    told = "暂不能提出"
    admin = enter(cast.admin)
    assert told not in admin.get("/console/first-steps").content.decode()
    Grant.objects.filter(staff__work_no=cast.legal.work_no).update(revoked_at=timezone.now())
    assert told in admin.get("/console/first-steps").content.decode()
