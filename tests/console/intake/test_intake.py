"""The hotline agent's screen: who calls, what is known, what is promised, and the number."""

import pytest
from django.test import Client

from cast import Cast
from console.conftest import Enter
from jiesu.cases.models import Case, Entry
from jiesu.console.together.models import Draft
from lines import held

CALL = {
    "channel": "hotline",
    "description": "晚上经常掉线，一断就是半小时，已经三天了。",
    "desired_outcome": "尽快修好",
    "phone": "138 0000 5678",
    "key": "call-1",
}
SAME = {**CALL, "description": "网速又慢了，测速只有五十兆。", "key": "call-2"}


@pytest.fixture
def agent(cast: Cast, enter: Enter) -> Client:
    return enter(cast.agent)


@pytest.fixture
def line(cast: Cast) -> None:
    held(cast)


def asked(browser: Client, **typed: str) -> str:
    return browser.post("/console/new/hints", {"channel": "hotline", **typed}).content.decode()


@pytest.mark.usefixtures("line")
@pytest.mark.parametrize(
    "typed",
    [{"phone": "+86 13800005678"}, {"account": "075500012301"},
     {"address": "甲市东区幸福小区 3号楼502"}],
)  # fmt: skip
def test_the_customer_and_the_line_are_told_masked_by_phone_account_or_address(
    agent: Client, typed: dict[str, str]
) -> None:
    page = asked(agent, **typed)
    assert "孙**" in page
    assert "138****5678" in page
    assert "光速宽带 300M" in page
    assert "0755****01" in page
    assert "孙小明" not in page
    assert "502" not in page


@pytest.mark.usefixtures("line")
def test_lines_and_cases_of_another_city_are_not_told(cast: Cast, case: Case, enter: Enter) -> None:
    stranger = enter(cast.stranger)
    page = asked(stranger, phone="13800005678", description="网速慢，测速不达标")
    assert "孙" not in page
    assert case.number not in page
    assert "可能是重复来件" not in page


def test_the_same_matter_is_told_with_its_reason_before_anything_is_saved(
    agent: Client, case: Case
) -> None:
    page = asked(agent, phone="13800005678", description="宽带网速很慢，测速只有六十兆")
    assert f"可能是重复来件：{case.number}" in page
    assert "建议并单" in page
    assert Case.objects.count() == 1


def test_another_matter_of_the_same_customer_is_no_duplicate(agent: Client, case: Case) -> None:
    page = asked(agent, phone="13800005678", description="账单多扣了五十元流量费，要求退费")
    assert case.number in page
    assert "可能是重复来件" not in page


def test_one_click_adds_what_was_said_to_the_open_case(agent: Client, case: Case) -> None:
    answer = agent.post("/console/new", {**SAME, "join": case.number, "ask-speed": "有线五十兆"})
    assert answer.status_code == 302
    agent.post("/console/new", {**SAME, "join": case.number, "ask-speed": "有线五十兆"})
    said = Entry.objects.filter(case=case, verb="supplement")
    assert said.count() == 1, "a second click is the same click"
    assert Case.objects.count() == 1
    assert "网速又慢了" in agent.get(answer["Location"]).content.decode()


def test_joining_without_a_word_keeps_the_form_and_says_what_is_missing(
    agent: Client, case: Case
) -> None:
    typed = {"channel": "hotline", "phone": "13800005678", "description": "", "name": "孙女士"}
    page = agent.post("/console/new", {**typed, "join": case.number})
    assert page.status_code == 422
    assert "还没有写下用户这次说的话" in page.content.decode()
    assert "孙女士" in page.content.decode()


def test_a_case_that_the_agent_does_not_see_cannot_be_joined(
    cast: Cast, case: Case, enter: Enter
) -> None:
    answer = enter(cast.stranger).post("/console/new", {**SAME, "join": case.number})
    assert answer.status_code == 404
    assert not Entry.objects.filter(verb="supplement").exists()


def test_one_click_links_it_as_a_repeat_whatever_the_category(agent: Client, case: Case) -> None:
    agent.post("/console/new", {**CALL, "repeat_of": case.number})
    later = Case.objects.exclude(pk=case.pk).get()
    assert later.repeat_of_id == case.pk
    assert later.repeat_no == 2
    assert later.owner_id == case.owner_id, "nobody has to be told twice (S169)"
    assert later.record["related"]["because"] == ["confirmed_again", {"case": case.number}]


def test_a_repeat_of_somebody_else_s_case_is_refused_by_name(agent: Client, case: Case) -> None:
    page = agent.post("/console/new", {**CALL, "phone": "13900001111", "repeat_of": case.number})
    assert page.status_code == 422
    assert "不是同一电话、账号或地址的投诉" in page.content.decode()
    assert Case.objects.count() == 1


def test_the_questions_follow_the_category_and_the_answers_are_kept_in_the_record(
    agent: Client,
) -> None:
    page = asked(agent, description="经常掉线，光猫红灯", category="N-03")
    assert "光猫哪些灯亮" in page
    assert "哪个月的账单" not in page
    agent.post("/console/new", {**CALL, "category": "N-03", "ask-lights": "红灯一直亮"})
    told = Case.objects.get().description
    assert told.startswith(CALL["description"])
    assert "光猫哪些灯亮、哪些灯红或闪？重启过吗？ 红灯一直亮" in told


def test_questions_that_stay_the_same_are_not_sent_again_under_the_typist(agent: Client) -> None:
    first = asked(agent, category="N-03")
    assert 'hx-swap-oob="true"' in first
    asking = first.partition('name="asking" value="')[2].partition('"')[0]
    assert 'id="questions"' not in asked(agent, category="N-03", asking=asking)


def test_the_promises_stand_there_before_saving_and_are_the_same_after(agent: Client) -> None:
    before = agent.post("/console/new", {**CALL, "look": "1"})
    told = before.context["promises"]
    assert not Case.objects.exists()
    saved = agent.post("/console/new", CALL, follow=True)
    after = {one.title: one.due_at for one in saved.context["promises"]}
    assert {"接收确认", "受理告知", "答复用户"} <= {one.title for one in told}
    for one in told:
        assert abs((after[one.title] - one.due_at).total_seconds()) < 60


def test_after_saving_the_number_is_large_and_spoken_and_the_next_caller_is_one_key_away(
    agent: Client,
) -> None:
    page = agent.post("/console/new", CALL, follow=True).content.decode()
    number = Case.objects.get().number
    assert "reference-number" in page
    assert "读作" in page
    assert 'accesskey="n"' in page
    assert f"/console/cases/{number}/" in page


def test_what_is_not_registered_yet_does_not_say_that_it_is(agent: Client) -> None:
    """T02: without the wish of the customer there is no owner; the agent can still ask."""
    page = agent.post("/console/new", {**CALL, "desired_outcome": "", "save": "1"}, follow=True)
    html = page.content.decode()
    case = Case.objects.latest("id")
    assert case.state == "RECEIVED"
    assert "已登记" not in html
    assert "还没有记录用户希望的解决方案" in html
    assert f"/console/cases/{case.number}/register/" in html


def test_the_city_is_chosen_among_those_served(agent: Client) -> None:
    html = agent.get("/console/new").content.decode()
    assert "甲市分公司 440100" in html
    assert "乙市分公司 440300" in html
    agent.post("/console/new", {**CALL, "region": "440300", "save": "1"})
    assert Case.objects.latest("id").organisation.name == "乙市分公司"


def test_the_suggested_category_is_taken_without_scripts(agent: Client) -> None:
    looked = agent.post("/console/new", {**CALL, "look": "1"})
    code = looked.context["looks"].category
    page = agent.post("/console/new", {**CALL, "take": code})
    assert f'value="{code}" selected' in page.content.decode()
    assert CALL["description"] in page.content.decode()
    assert Case.objects.count() == 0


def test_what_a_person_chose_instead_of_the_suggestion_is_kept_for_training(
    agent: Client,
) -> None:
    agent.post("/console/new", {**CALL, "category": "F-01-01"})
    suggested = Case.objects.get().record["suggested"]
    assert suggested["corrected"] == "F-01-01"
    assert suggested["category"] != "F-01-01"


def test_enter_without_scripts_only_looks(agent: Client) -> None:
    page = agent.get("/console/new").content.decode()
    assert page.index('name="look"') < page.index('name="save"')


def test_looking_ahead_draws_no_number(agent: Client) -> None:
    agent.post("/console/new", {**CALL, "look": "1"})
    agent.post("/console/new", CALL)
    first = Case.objects.get()
    agent.post("/console/new", {**CALL, "look": "1"})
    agent.post("/console/new", {**CALL, "phone": "13911112222", "key": "call-3"})
    assert Case.objects.latest("id").pk == first.pk + 1


def drafted(browser: Client, key: str, **typed: str) -> None:
    told = {f"f:{name}": value for name, value in typed.items()}
    kept = browser.post("/console/together/draft", {"place": f"new/{key}", **told})
    assert kept.status_code == 204


HALF = {"phone": "13800005678", "description": "晚上经常掉线，请打 13800005678"}


def test_what_was_half_typed_is_offered_masked_at_the_next_login_and_taken_up(
    cast: Cast, agent: Client, enter: Enter
) -> None:
    drafted(agent, "1764.25", **HALF)
    agent.logout()
    again = enter(cast.agent)
    page = again.get("/console/new").content.decode()
    assert "有一份没有登记的来件" in page
    assert "138****5678" in page
    assert "13800005678" not in page
    taken_up = again.get("/console/new?draft=1764.25").content.decode()
    assert 'value="13800005678"' in taken_up
    assert "晚上经常掉线" in taken_up
    assert "已恢复未提交的草稿" in taken_up
    assert 'name="key" value="1764.25"' in taken_up


def test_two_half_typed_callers_are_never_mixed(agent: Client) -> None:
    drafted(agent, "1.1", **HALF)
    drafted(agent, "2.2", phone="13900001234", name="李女士")
    page = agent.get("/console/new?draft=2.2").content.decode()
    assert 'value="13900001234"' in page
    assert 'value="13800005678"' not in page
    assert page.count("有一份没有登记的来件") == 1
    assert (
        "有一份没有登记的来件"
        not in agent.post("/console/new", {**CALL, "look": "1"}).content.decode()
    )


def test_what_is_registered_is_no_draft_any_more_and_what_is_unwanted_is_thrown_away(
    agent: Client,
) -> None:
    drafted(agent, CALL["key"], **HALF)
    drafted(agent, "2.2", phone="13900001234")
    assert agent.post("/console/new", CALL).status_code == 302
    assert {draft.place for draft in Draft.objects.all()} == {"new/2.2"}
    told = {"place": "new/2.2", "next": "/console/new"}
    assert agent.post("/console/together/draft/forget", told).status_code == 302
    assert "没有登记的来件" not in agent.get("/console/new").content.decode()


def test_nobody_is_offered_what_a_colleague_half_typed(
    cast: Cast, agent: Client, enter: Enter
) -> None:
    drafted(agent, "1764.25", **HALF)
    for colleague in (cast.intake, cast.stranger):
        page = enter(colleague).get("/console/new?draft=1764.25").content.decode()
        assert "请打" not in page
        assert "没有登记的来件" not in page
