"""What customers see of their case, and what they can do there: each act a move of their own."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pypdf import PdfReader

from cast import Cast
from jiesu.cases.entries import typed
from jiesu.cases.models import Case, Entry, Message
from jiesu.portal.offers import OFFERS
from jiesu.portal.story import moments
from jiesu.portal.terms import terms
from portal.conftest import Follow, key_on, text_of
from tale import SLOW, Tale

pytestmark = pytest.mark.usefixtures("cast")


@pytest.fixture
def tale(cast: Cast) -> Tale:
    """A case whose story ends about now, so that the customer can take part."""
    return Tale(cast, now=timezone.now() - timedelta(days=4))


def say(client: Client, case: Case, verb: str, **words: str) -> str:
    """Open the form of ``verb``, send it, and return the page one lands on."""
    path = f"/my/{case.number}/{verb}/"
    form = client.get(path)
    assert form.status_code == 200, form.headers.get("Location")
    answer = client.post(path, {"key": key_on(form), **words}, follow=True)
    assert answer.redirect_chain, text_of(answer)
    return text_of(answer)


def until_proposed(tale: Tale) -> None:
    tale.until_found()
    tale.say(tale.owner, "propose", measures="更换分光器并复测", done_by="9月22日")


def test_the_page_tells_state_promises_person_and_letters(tale: Tale, follow: Follow) -> None:
    tale.say(tale.owner, "accept")
    page = text_of(follow(tale.case).get(f"/my/{tale.case.number}/"))
    for words in (
        "已受理",
        tale.owner.name,
        tale.owner.work_no,
        "给您答复",
        "依据：",
        "138****5678",
    ):
        assert words in page
    assert "13800005678" not in page
    assert "075500012301" not in page
    assert "验证码" not in page, "codes are nobody's to read afterwards"


def test_nothing_of_the_case_is_cached_anywhere(tale: Tale, follow: Follow) -> None:
    mine = follow(tale.case)
    for path in ("", "data/", "supplement/", "letters/1/N01/"):
        answer = mine.get(f"/my/{tale.case.number}/{path}")
        assert "no-store" in answer.headers["Cache-Control"]


def test_notes_of_the_house_stay_in_the_house(tale: Tale, follow: Follow) -> None:
    tale.say(tale.owner, "annotate", text="此人去年也投诉过")
    tale.say(
        tale.owner, "contact", channel="call", direction="out", reached=True, summary="内部小结"
    )
    page = text_of(follow(tale.case).get(f"/my/{tale.case.number}/"))
    assert "此人去年也投诉过" not in page
    assert "内部小结" not in page
    assert "与您通了话" in page


def test_what_a_technician_photographed_is_nothing_that_the_customer_brought() -> None:
    def added(by: str, source: str) -> list[str]:
        facts = {"source": source}
        entry = Entry(verb="add_evidence", by_kind=by, facts=facts, at=timezone.now())
        return [moment.title for moment in moments([entry])]

    assert added("staff", "field") == []
    assert added("staff", "user") == ["您提供了材料"], "handed over the counter"
    assert added("customer", "user") == ["您提供了材料"]


def test_the_customer_adds_something(tale: Tale, follow: Follow) -> None:
    page = say(follow(tale.case), tale.case, "supplement", text="测速截图三张,都在晚上九点")
    assert "已收到您补充的情况" in page
    assert "测速截图三张" in page
    assert (tale.verbs()[-1], tale.stored.description) == ("supplement", SLOW.description)


def test_what_was_asked_for_is_shown_and_answered(tale: Tale, follow: Follow) -> None:
    tale.say(tale.owner, "ask", items=["光猫照片"])
    mine = follow(tale.case)
    assert "光猫照片" in text_of(mine.get(f"/my/{tale.case.number}/"))
    say(mine, tale.case, "supplement", text="没有照片,灯是红的")
    assert tale.state == "REGISTERED"
    assert "光猫照片" not in text_of(mine.get(f"/my/{tale.case.number}/supplement/"))


def test_pressing_is_counted_and_answered_with_something_new(tale: Tale, follow: Follow) -> None:
    mine = follow(tale.case)
    page = say(mine, tale.case, "expedite", said="很急")
    assert "第 1 次" in page
    assert "给您答复" in page


def test_the_button_rests_and_says_until_when_while_pressing_is_always_heard(
    tale: Tale, follow: Follow
) -> None:
    mine = follow(tale.case)
    path = f"/my/{tale.case.number}/expedite/"
    page = say(mine, tale.case, "expedite")
    back = timezone.localtime() + timedelta(minutes=terms().urge.rest_minutes)
    assert f"{back:%m-%d}" in page
    assert "之后这里可以再催" in page
    assert f'href="{path}"' not in page
    assert mine.get(path).status_code == 302
    heard = mine.post(path, {"key": "a second time", "said": "还是没人来"}, follow=True)
    assert "第 2 次" in text_of(heard)
    assert tale.verbs().count("expedite") == 2


def test_the_promises_stand_on_a_line_with_today_on_it(tale: Tale, follow: Follow) -> None:
    tale.say(tale.owner, "accept")
    page = text_of(follow(tale.case).get(f"/my/{tale.case.number}/"))
    today = page.index("今天，")
    assert (
        page.index("收到您的投诉") < page.index("告诉您是否受理") < today < page.index("给您答复：")
    )
    assert 'aria-current="date"' in page
    assert "要求：15日内给您答复。" in page


def test_a_letter_and_everything_together_can_be_taken_home(tale: Tale, follow: Follow) -> None:
    tale.until_closed()
    mine = follow(tale.case)
    reply = Message.objects.get(case=tale.case, template="N24")
    paper = mine.get(f"/my/{tale.case.number}/letters/{reply.seq}/N24.pdf")
    assert paper.headers["Content-Type"] == "application/pdf"
    assert "测速达标" in PdfReader(io.BytesIO(paper.content)).pages[0].extract_text()
    with zipfile.ZipFile(io.BytesIO(mine.get(f"/my/{tale.case.number}/pack.zip").content)) as pack:
        names = pack.namelist()
        told = json.loads(pack.read("data.json"))
    assert {"receipt.pdf", "data.json"} <= set(names)
    assert any(name.startswith("letters/") for name in names)
    assert told["description"] == SLOW.description
    assert told["particulars"]["phone"] == "138****5678"
    assert "13800005678" not in json.dumps(told)
    assert told["history"][0]["title"] == "我们收到了您的投诉"
    assert Client().get(f"/my/{tale.case.number}/pack.zip").status_code == 302


def test_the_customer_agrees_to_the_proposal_before_the_eyes(tale: Tale, follow: Follow) -> None:
    until_proposed(tale)
    mine = follow(tale.case)
    assert "更换分光器并复测" in text_of(mine.get(f"/my/{tale.case.number}/agree/"))
    say(mine, tale.case, "agree")
    assert tale.state == "EXECUTING"
    entry = Entry.objects.get(case=tale.case, verb="agree")
    assert (entry.by_kind, typed(entry, "evidence")) == ("customer", "portal")


def test_the_customer_objects_and_the_words_are_kept(tale: Tale, follow: Follow) -> None:
    until_proposed(tale)
    mine = follow(tale.case)
    path = f"/my/{tale.case.number}/object/"
    assert mine.post(path, {"opinion": ""}).status_code == 422
    assert "补偿太少" in say(mine, tale.case, "object", opinion="补偿太少")
    assert tale.state == "NEGOTIATING"


def test_a_refusal_is_told_beside_the_form_and_the_text_is_kept(tale: Tale, follow: Follow) -> None:
    until_proposed(tale)
    mine = follow(tale.case)
    tale.say(tale.owner, "agree", evidence="录音 1")
    answer = mine.post(f"/my/{tale.case.number}/object/", {"opinion": "我想了一夜,不同意"})
    assert answer.status_code == 409
    assert "我想了一夜,不同意" in text_of(answer)
    assert "未做任何改动" in text_of(answer)
    assert mine.get(f"/my/{tale.case.number}/object/").status_code == 302


def test_the_score_is_neutral_and_asks_whether_anybody_asked(tale: Tale, follow: Follow) -> None:
    tale.until_closed()
    mine = follow(tale.case)
    form = text_of(mine.get(f"/my/{tale.case.number}/score/"))
    assert "有没有人要求您打某个分数" in form
    assert "checked" not in form
    assert all(f'value="{n}"' in form for n in range(1, 11))
    say(mine, tale.case, "score", score="3", asked_for_score="true", comment="有人要我打十分")
    entry = Entry.objects.get(case=tale.case, verb="score", by_kind="customer")
    assert (entry.facts["score"], entry.facts["coached"]) == (3, True)
    assert "评价这次处理" not in text_of(mine.get(f"/my/{tale.case.number}/"))


def test_what_is_not_solved_is_taken_up_again(tale: Tale, follow: Follow) -> None:
    tale.until_closed()
    say(follow(tale.case), tale.case, "reopen", reason="昨晚又掉线了")
    assert tale.state == "REOPENED"


def test_thirty_days_later_only_new_facts_open_it(cast: Cast, follow: Follow) -> None:
    tale = Tale(cast, now=timezone.now() - timedelta(days=40))
    tale.until_closed()
    mine = follow(tale.case)
    answer = mine.post(f"/my/{tale.case.number}/reopen/", {"reason": "昨晚又掉线了"})
    assert answer.status_code == 409
    assert "昨晚又掉线了" in text_of(answer)
    say(mine, tale.case, "reopen", reason="换了光猫又断", new_facts="true")
    assert tale.state == "REOPENED"


@pytest.mark.parametrize("labelled", [True, False])
def test_only_whoever_was_labelled_may_appeal_against_the_label(
    tale: Tale, follow: Follow, *, labelled: bool
) -> None:
    tale.until_closed()
    if labelled:
        record = {
            **tale.stored.record,
            "malice": {"response": "notice", "until": "2027-05-26T00:00:00+08:00"},
        }
        Case.objects.filter(pk=tale.case.pk).update(record=record)
    page = text_of(follow(tale.case).get(f"/my/{tale.case.number}/appeal/"))
    assert "补救不够" in page
    assert ("被标记为异常投诉" in page) == labelled


def test_an_appeal_says_on_what_grounds(tale: Tale, follow: Follow) -> None:
    tale.until_closed()
    mine = follow(tale.case)
    form = text_of(mine.get(f"/my/{tale.case.number}/appeal/"))
    assert "核实结论不对" in form
    path = f"/my/{tale.case.number}/appeal/"
    assert mine.post(path, {"statement": "没有测晚上"}).status_code == 422
    answer = mine.post(path, {"grounds": ["wrong_finding", "attitude"], "statement": "没有测晚上"})
    assert answer.status_code == 302, text_of(answer)
    assert tale.state == "APPEALED"
    assert "申诉处理中" in text_of(mine.get(f"/my/{tale.case.number}/"))


def test_withdrawing_is_warned_of_and_proven(tale: Tale, follow: Follow) -> None:
    mine = follow(tale.case)
    assert "没有人可以要求您撤回" in text_of(mine.get(f"/my/{tale.case.number}/withdraw/"))
    say(mine, tale.case, "withdraw", proof="recording")
    entry = Entry.objects.get(case=tale.case, verb="withdraw")
    assert (entry.facts["proof"], tale.state) == ("portal", "WITHDRAWN")


def test_the_same_form_sent_twice_is_one_act(tale: Tale, follow: Follow) -> None:
    mine = follow(tale.case)
    path = f"/my/{tale.case.number}/supplement/"
    words = {"key": key_on(mine.get(path)), "text": "只说一次"}
    for _ in range(2):
        assert mine.post(path, words).status_code == 302
    assert tale.verbs().count("supplement") == 1


def test_customers_say_only_what_is_theirs(tale: Tale, follow: Follow) -> None:
    mine = follow(tale.case)
    for verb in ("accept", "annotate", "close", "identify", "nonsense"):
        assert mine.get(f"/my/{tale.case.number}/{verb}/").status_code == 404
        assert mine.post(f"/my/{tale.case.number}/{verb}/", {"text": "x"}).status_code == 404
    assert "annotate" not in [offer.verb for offer in OFFERS]


def test_a_reply_can_be_printed_and_kept(tale: Tale, follow: Follow) -> None:
    tale.until_closed()
    mine = follow(tale.case)
    reply = Message.objects.get(case=tale.case, template="N24")
    page = f"/my/{tale.case.number}/letters/{reply.seq}/N24"
    assert "测速达标" in text_of(mine.get(f"{page}/"))
    file = mine.get(f"{page}.txt")
    assert file.headers["Content-Type"].startswith("text/plain")
    assert "attachment" in file.headers["Content-Disposition"]
    assert reply.body in text_of(file)
    code = Message.objects.get(case=tale.case, template="N07")
    assert mine.get(f"/my/{tale.case.number}/letters/{code.seq}/N07/").status_code == 404


def test_own_data_is_shown_masked(tale: Tale, follow: Follow) -> None:
    page = text_of(follow(tale.case).get(f"/my/{tale.case.number}/data/"))
    assert "138****5678" in page
    assert "13800005678" not in page


def test_the_pages_stay_within_their_questions_to_the_database(tale: Tale, follow: Follow) -> None:
    tale.until_closed()
    mine = follow(tale.case)
    mine.get(f"/my/{tale.case.number}/")
    budgets = {f"/my/{tale.case.number}/": 6, "/follow/": 1, "/": 3, "/complain/what/": 1}
    for path, most in budgets.items():
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert mine.get(path).status_code == 200
        assert len(asked) <= most, [one["sql"] for one in asked]


def test_no_address_holds_personal_data_and_no_log_line_either(
    tale: Tale, follow: Follow, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    mine = follow(tale.case)
    say(mine, tale.case, "supplement", text="我的电话13800005678")
    assert "5678" not in caplog.text
    assert "孙女士" not in caplog.text


def test_a_customer_reads_what_went_wrong_in_customer_s_words(
    client: Client, tale: Tale, follow: Follow
) -> None:
    missing = client.get("/nowhere/")
    assert missing.status_code == 404
    assert "没有这个页面" in text_of(missing)
    strict = Client(enforce_csrf_checks=True)
    stale = strict.post("/complain/", {"symptom": "slow"})
    assert stale.status_code == 403
    assert "页面放得太久了" in text_of(stale)
    assert "没有这个页面" in text_of(follow(tale.case).get("/my/TS1/"))


def test_large_type_is_switched_on_and_off(client: Client) -> None:
    assert 'class="large"' not in text_of(client.get("/"))
    answer = client.post("/large-type/", {"next": "/rights/"})
    assert answer.headers["Location"] == "/rights/"
    assert 'class="large"' in text_of(client.get("/"))
    assert client.post("/large-type/", {"next": "https://evil.example/"}).headers["Location"] == "/"
    assert 'class="large"' not in text_of(client.get("/"))
