"""Before a verb is said the form tells what will follow; nothing is done by looking."""

from django.utils import timezone

from cast import Cast
from console.conftest import Enter
from jiesu.cases.foresight import foresee
from jiesu.cases.models import Case, Entry, Message, PromiseRow
from jiesu.cases.moves import make_move
from jiesu.people.actor import Actor

HTMX = {"HX-Request": "true"}


def at(case: Case, verb: str) -> str:
    return f"/console/cases/{case.number}/{verb}/"


def written(case: Case) -> tuple[int, int, list[object]]:
    clocks = PromiseRow.objects.filter(case=case).order_by("id").values_list("clock", "stopped_at")
    messages = Message.objects.filter(case=case).count()
    return Entry.objects.filter(case=case).count(), messages, list(clocks)


def test_what_is_foreseen_is_what_then_happens(case: Case, owner: Actor) -> None:
    now = timezone.now()
    before = written(case)
    seen = foresee(owner, case.number, "accept", {}, now=now)
    assert written(case) == before
    assert seen
    entry = make_move(owner, case.number, "accept", {}, now=now)
    assert bytes(entry.hash) == bytes(seen.entries[0].hash)
    letters = Message.objects.filter(case=case, seq=entry.seq).values_list("template", "body")
    assert list(letters) == [(one.template, one.body) for one in seen.letters]
    stopped = PromiseRow.objects.filter(case=case, stopped_at=now).values_list("clock", flat=True)
    assert {one.clock for one in seen.ended} == set(stopped)
    assert seen.state == "ACCEPTED"


def test_a_form_without_questions_tells_at_once_what_will_follow(
    case: Case, owner: Actor, enter: Enter
) -> None:
    before = written(case)
    html = enter(owner).get(at(case, "accept")).content.decode()
    assert "确认之后会发生什么" in html
    assert "投诉转入“已受理”" in html
    assert "短信发给用户（138****5678）" in html
    assert "停止计时：" in html
    assert "开始计时：" in html
    assert written(case) == before


def test_what_is_typed_is_kept_while_one_looks_what_would_follow(
    case: Case, owner: Actor, enter: Enter
) -> None:
    before, told = (
        written(case),
        {"items": "合同照片\n测速截图", "preview": "1", "version": case.seq},
    )
    html = enter(owner).post(at(case, "ask"), told).content.decode()
    assert "测速截图" in html
    assert "投诉转入“待补充”" in html
    assert "请在" in html
    assert written(case) == before


def test_what_needs_a_second_person_says_that_nothing_happens_yet(
    case: Case, owner: Actor, enter: Enter
) -> None:
    told = {"reason": "WAIT_USER_TIME", "evidence": "录音 3", "resume_condition": "用户回来"}
    html = enter(owner).post(at(case, "pause"), {**told, "preview": "1"}).content.decode()
    assert "另一人批准之前，不发消息，时限不变" in html
    assert Entry.objects.filter(case=case, verb="request").count() == 0


def test_what_cannot_be_done_now_says_so_before_anything_is_typed(
    cast: Cast, case: Case, enter: Enter
) -> None:
    html = enter(cast.agent).get(at(case, "accept")).content.decode()
    assert "没有这项权限" in html
    assert "确认之后会发生什么" not in html


def test_a_look_behind_the_mask_is_not_tried_beforehand(
    case: Case, owner: Actor, enter: Enter
) -> None:
    told = {"fields": "phone", "purpose": "contact", "why": "联系用户核实", "preview": "1"}
    enter(owner).post(at(case, "reveal"), told)
    assert foresee(owner, case.number, "reveal", told, now=timezone.now()) is None
    assert Entry.objects.filter(case=case, verb="reveal").count() == 0


def test_in_place_a_form_answers_with_itself_and_leads_on_when_done(
    case: Case, owner: Actor, enter: Enter
) -> None:
    browser = enter(owner)
    opened = browser.get(at(case, "contact"), headers=HTMX).content.decode()
    assert "<h1>" not in opened
    words = {"channel": "call", "direction": "out", "reached": "true", "version": case.seq}
    wrong = browser.post(at(case, "contact"), words, headers=HTMX)
    assert wrong.status_code == 422
    assert "<h1>" not in wrong.content.decode()
    assert 'id="summary-error"' in wrong.content.decode()
    done = browser.post(at(case, "contact"), {**words, "summary": "已说明"}, headers=HTMX)
    assert done.headers["HX-Redirect"] == f"/console/cases/{case.number}/"
