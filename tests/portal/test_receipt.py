"""S154, S158, N01P: a receipt with a number and a secret word, as page, text and paper."""

import io
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from pypdf import PdfReader

from jiesu.cases.models import Case, PromiseRow
from jiesu.portal.secret import looks_secret, secret_of
from jiesu.portal.terms import terms
from jiesu.rules.numbers import Prefix, number_for
from portal.conftest import Follow, complain, text_of
from tale import NOW

if TYPE_CHECKING:
    from pytest_django import Settings

pytestmark = pytest.mark.usefixtures("cast")


def read(content: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def test_the_receipt_tells_number_and_secret_on_the_page_and_as_a_message(client: Client) -> None:
    complain(client)
    case = Case.objects.get()
    page = text_of(client.get("/complain/receipt/"))
    assert secret_of(case.number) in page
    assert f"编号 {case.number}，查询密语 {secret_of(case.number)}" in page
    assert 'href="sms:?&amp;body=' in page


def test_the_receipt_is_a_paper_with_what_was_told_and_promised(client: Client) -> None:
    complain(client)
    case = Case.objects.get()
    answer = client.get("/complain/receipt.pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    paper = read(answer.content)
    for words in (secret_of(case.number), "测速只有六十兆", "把故障修好", "给您答复", case.number):
        assert words in paper
    assert Client().get("/complain/receipt.pdf").status_code == 404


def test_no_finding_is_promised_for_later_than_the_answer_that_tells_it(client: Client) -> None:
    complain(client)
    case = Case.objects.get()
    due = {row.clock: row.due_at for row in PromiseRow.objects.filter(case=case, binding=True)}
    assert due["INVEST"] > due["ANSWER"]  # of the packs in force
    client.post("/follow/", {"number": case.number, "contact": secret_of(case.number)})
    for page in ("/complain/receipt/", f"/my/{case.number}/"):
        told = text_of(client.get(page))
        assert "给您答复" in told
        assert "告诉您核实的情况" not in told


def test_number_and_secret_word_open_the_complaint_without_a_phone(client: Client) -> None:
    complain(client, reach={"no_contact": "true"})
    case = Case.objects.get()
    word = secret_of(case.number).lower().replace("-", " ")
    other = Client()
    opened = other.post("/follow/", {"number": case.number, "contact": word})
    assert opened.headers["Location"] == f"/my/{case.number}/"
    assert other.get(f"/my/{case.number}/").status_code == 200


def test_a_receipt_stays_good_when_the_key_of_sessions_is_another(
    case: Case, settings: "Settings"
) -> None:
    """After a restore it is always another: only the keys of personal data are kept apart."""
    printed = secret_of(case.number)
    settings.SECRET_KEY = "drawn anew"
    opened = Client().post("/follow/", {"number": case.number, "contact": printed})
    assert opened.headers["Location"] == f"/my/{case.number}/"


def test_a_wrong_secret_word_says_the_same_of_a_wrong_number(case: Case) -> None:
    wrong = "AAAAA-BBBBB" if secret_of(case.number) != "AAAAA-BBBBB" else "AAAAA-CCCCC"
    unknown = number_for(Prefix.COMPLAINT, "440100", NOW.date(), 99_999)
    said = []
    for number in (case.number, unknown):
        answer = Client().post("/follow/", {"number": number, "contact": wrong})
        assert answer.status_code == 422
        said.append("编号和查询密语对不上" in text_of(answer))
        assert wrong not in text_of(answer)
    assert said == [True, True]


def test_guessing_secret_words_is_bounded(case: Case) -> None:
    guesses = [f"AAAAA-BBBB{letter}" for letter in "ABCDEFGH"]
    codes = [
        Client().post("/follow/", {"number": case.number, "contact": guess}).status_code
        for guess in guesses
    ]
    assert codes[: terms().code.hourly_a_number] == [422] * terms().code.hourly_a_number
    assert codes[-1] == 429


@pytest.mark.parametrize("typed", ["5678", "sun@example.cn", "13800005678", "1380000567", ""])
def test_digits_and_addresses_are_no_secret_words(typed: str) -> None:
    assert not looks_secret(typed)


def test_a_proven_complaint_gives_its_receipt_again(case: Case, follow: Follow) -> None:
    mine = follow(case)
    answer = mine.get(f"/my/{case.number}/receipt.pdf")
    assert secret_of(case.number) in read(answer.content)
