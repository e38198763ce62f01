"""Each verb has a form that follows from its words; what is typed is never lost."""

import re
from dataclasses import replace
from datetime import datetime, timedelta

from django.utils import timezone

from cast import Cast
from console.conftest import Enter
from jiesu.cases.intake.contact import Intake
from jiesu.cases.models import Case, Entry
from jiesu.cases.moves import make_move
from jiesu.cases.verbs import all_verbs
from jiesu.console.form import manner_of
from jiesu.console.labels import labelled
from jiesu.people.actor import Actor
from jiesu.ui.fields import Field
from jiesu.ui.forms import fields_of

CONFIRM = re.compile(r"<button[^>]*button-primary")
NASTY = '"><script>alert(1)</script><img src=x onerror=alert(1)>'


def address(case: Case, verb: str = "") -> str:
    return f"/console/cases/{case.number}/{verb}"


def typed(case: Case, **told: str) -> dict[str, str]:
    return {"version": str(Case.objects.get(pk=case.pk).seq), "key": "k1", "on": "", **told}


def flat(fields: list[Field]) -> list[Field]:
    return fields + [inner for field in fields for row in field.rows[:1] for inner in row]


def test_every_field_of_every_verb_has_a_name(cast: Cast, case: Case) -> None:
    nameless = []
    for verb in all_verbs():
        for field in flat(fields_of(verb.words, manner_of(verb.name, cast.manager, case))):
            path = ".".join(part for part in field.name.split("-") if not part.isdigit())
            told = [path, *(f"{path}:{c.code}" for c in field.choices if c.title == c.code)]
            nameless += [(verb.name, one) for one in told if not labelled(one, verb.name)]
    assert [one for one in nameless if ":P" not in one[1]] == []


def test_every_field_of_intake_has_a_name(cast: Cast) -> None:
    hidden = frozenset({"repeat_of"})  # set by the link that says so, never typed
    manner = replace(manner_of("receive", cast.agent, None), leave_out=hidden)
    fields = fields_of(Intake, manner)
    assert [field.name for field in fields if not labelled(field.name)] == []
    assert [f"{f.name}:{c.code}" for f in fields for c in f.choices if c.title == c.code] == []


def test_what_is_given_is_chosen_by_name(cast: Cast, case: Case, enter: Enter) -> None:
    html = enter(cast.manager).get(address(case, "propose/")).content.decode()
    assert 'id="remedies-0-code"' in html
    assert "CP6 错收费退还" in html


def test_every_form_opens_without_scripts(case: Case, owner: Actor, enter: Enter) -> None:
    browser = enter(owner)
    for verb in all_verbs():
        page = browser.get(address(case, f"{verb.name}/"))
        assert page.status_code == 200, verb.name
        assert 'method="post"' in page.content.decode(), verb.name


def test_the_page_offers_only_what_may_be_done_now(
    cast: Cast, case: Case, owner: Actor, enter: Enter
) -> None:
    mine = enter(owner).get(address(case)).content.decode()
    assert address(case, "accept/") in mine
    assert address(case, "close/") not in mine
    assert address(case, "accept/") not in enter(cast.agent).get(address(case)).content.decode()


def test_what_has_nothing_to_do_is_not_offered(
    cast: Cast, case: Case, owner: Actor, enter: Enter
) -> None:
    browser = enter(owner)
    html = browser.get(address(case)).content.decode()
    assert address(case, "pause/") in html
    for verb in ("resume/", "export_evidence/", "file_extension/"):
        assert address(case, verb) not in html
    words = {"reason": "WAIT_USER_TIME", "evidence": "录音 3", "resume_condition": "用户确认"}
    asked = make_move(owner, case.number, "pause", words, now=timezone.now())
    make_move(cast.manager, case.number, "approve", {"request": asked.seq}, now=timezone.now())
    html = browser.get(address(case)).content.decode()
    assert address(case, "resume/") in html
    assert address(case, "pause/") not in html


def test_a_verb_said_leads_back_to_the_case(case: Case, owner: Actor, enter: Enter) -> None:
    browser = enter(owner)
    answer = browser.post(address(case, "accept/"), typed(case), follow=True)
    assert answer.redirect_chain == [(address(case), 302)]
    assert "已办理：受理" in answer.content.decode()
    assert Case.objects.get(pk=case.pk).state == "ACCEPTED"


def test_the_same_form_sent_twice_is_said_once(case: Case, owner: Actor, enter: Enter) -> None:
    browser, told = enter(owner), typed(case, text="看过了")
    browser.post(address(case, "annotate/"), told)
    browser.post(address(case, "annotate/"), told)
    assert Entry.objects.filter(case=case, verb="annotate").count() == 1


def test_what_is_missing_is_said_beside_the_field_and_the_rest_stays(
    case: Case, owner: Actor, enter: Enter
) -> None:
    told = typed(case, channel="call", direction="out", summary="")
    page = enter(owner).post(address(case, "contact/"), told)
    html = page.content.decode()
    assert page.status_code == 422
    assert 'id="summary-error"' in html
    assert 'value="call" selected' in html
    assert Entry.objects.filter(case=case, verb="contact").count() == 0


def test_a_verb_from_the_wrong_state_says_so_and_keeps_the_text(
    case: Case, owner: Actor, enter: Enter
) -> None:
    page = enter(owner).post(address(case, "agree/"), typed(case, evidence="录音 17"))
    assert page.status_code == 409
    assert "录音 17" in page.content.decode()


def test_a_stale_form_shows_what_others_did_beside_what_was_typed(
    case: Case, owner: Actor, enter: Enter
) -> None:
    told = typed(case, text="我写的批注")
    make_move(owner, case.number, "accept", {}, now=timezone.now())
    page = enter(owner).post(address(case, "annotate/"), told)
    html = page.content.decode()
    assert page.status_code == 412
    assert "我写的批注" in html
    assert "受理" in html
    again = {**told, "version": str(Case.objects.get(pk=case.pk).seq)}
    assert enter(owner).post(address(case, "annotate/"), again).status_code == 302


def test_who_may_not_is_refused_in_words(cast: Cast, case: Case, enter: Enter) -> None:
    page = enter(cast.agent).post(address(case, "accept/"), typed(case))
    assert page.status_code == 403
    assert "没有这项权限" in page.content.decode()


def test_a_verb_nobody_knows_is_not_found(case: Case, owner: Actor, enter: Enter) -> None:
    assert enter(owner).get(address(case, "dance/")).status_code == 404


def test_what_customers_and_staff_wrote_is_shown_as_text(
    case: Case, owner: Actor, enter: Enter
) -> None:
    browser = enter(owner)
    browser.post(address(case, "annotate/"), typed(case, text=NASTY))
    html = browser.get(address(case)).content.decode()
    assert "&lt;script&gt;alert(1)" in html
    assert "<script>alert" not in html
    assert "<img src=x" not in html
    again = browser.post(address(case, "agree/"), typed(case, evidence=NASTY)).content.decode()
    assert "<script>alert" not in again
    assert "<img src=x" not in again


def test_a_request_waits_on_the_page_and_is_approved_by_another(
    cast: Cast, case: Case, owner: Actor, enter: Enter
) -> None:
    make_move(owner, case.number, "accept", {}, now=timezone.now())
    told = typed(case, reason="WAIT_USER_TIME", evidence="录音 3", resume_condition="用户确认时间")
    asked = enter(owner).post(address(case, "pause/"), told, follow=True)
    assert "已提请审批" in asked.content.decode()
    waiting = enter(cast.manager).get("/console/approvals").content.decode()
    assert case.number in waiting
    assert "用户确认时间" in waiting, "nobody decides what is not told"
    assert "用户确认时间" in enter(cast.manager).get(address(case)).content.decode()
    seq = next(iter(Case.objects.get(pk=case.pk).record["requests"]))
    enter(cast.manager).post(address(case, "approve/"), typed(case, request=seq, key="k2"))
    assert Entry.objects.filter(case=case, verb="pause").exists()


def test_particulars_are_shown_to_the_one_who_gave_a_reason_for_ten_minutes(
    case: Case, owner: Actor, enter: Enter
) -> None:
    browser = enter(owner)
    told = typed(case, fields="phone", purpose="contact", why="联系用户核实")
    shown = browser.post(address(case, "reveal/"), told, follow=True)
    html = shown.content.decode()
    assert "<dd>13800005678</dd>" in html
    assert "<dd>孙**</dd>" in html


def test_after_ten_minutes_they_are_masked_again(case: Case, owner: Actor, enter: Enter) -> None:
    before = timezone.now() - timedelta(minutes=11)
    words = {"fields": ["phone"], "purpose": "contact", "why": "联系用户核实"}
    make_move(owner, case.number, "reveal", words, now=before)
    assert "<dd>13800005678</dd>" not in enter(owner).get(address(case)).content.decode()


def test_a_clock_is_extended_by_choosing_it(case: Case, owner: Actor, enter: Enter) -> None:
    """T30: nobody has to know what the rule book calls it, nor which of them may be extended."""
    html = enter(owner).get(address(case, "extend/")).content.decode()
    assert 'value="INVEST"' in html
    assert "调查" in html
    assert 'value="ANSWER"' not in html


def test_a_request_is_declined_by_what_was_asked_and_by_whom(
    cast: Cast, case: Case, owner: Actor, enter: Enter, now: datetime
) -> None:
    told = {"reason": "WAIT_USER_TIME", "evidence": "call 7", "resume_condition": "周末回来"}
    asked = make_move(owner, case.number, "pause", told, now=now)
    html = enter(cast.manager).get(address(case, f"decline/?request={asked.seq}")).content.decode()
    assert f'value="{asked.seq}"' in html
    assert "暂停计时 · " in html
    assert owner.name in html
    now_waiting = Case.objects.get(pk=case.pk)
    assert manner_of("decline", cast.manager, now_waiting).choices("request")
    assert manner_of("dispatch", cast.manager, now_waiting).choices("request") == ()


def test_whoever_may_not_say_it_is_told_before_filling_it_in(
    cast: Cast, case: Case, owner: Actor, enter: Enter
) -> None:
    told = {
        who.work_no: enter(who).get(address(case, "extend/")).content.decode()
        for who in (cast.manager, owner)
    }
    assert "您没有这项权限" in told[cast.manager.work_no]
    assert "您没有这项权限" not in told[owner.work_no]


def test_where_a_verb_cannot_be_said_nobody_is_asked_to_confirm_it(
    case: Case, cast: Cast, owner: Actor, enter: Enter
) -> None:
    """Opened by its address: it says why not, and has no button that could only be refused."""
    for who, verb, why in (
        (owner, "resolve", "不能“办理完毕并答复”"),
        (cast.dispatcher, "accept", "投诉专员"),
    ):
        html = enter(who).get(address(case, f"{verb}/")).content.decode()
        assert why in html, verb
        assert not CONFIRM.search(html), verb
    assert CONFIRM.search(enter(owner).get(address(case, "accept/")).content.decode())
