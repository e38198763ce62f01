"""RFC 9457: the type of every problem is the address of a page that says what to do about it."""

import pytest
from django.test import Client

from api.door import COMPLAINTS, Door
from jiesu.api.problems import kinds


@pytest.mark.parametrize("code", sorted(kinds()))
def test_every_type_leads_to_its_meaning_in_both_languages(client: Client, code: str) -> None:
    kind = kinds()[code]
    assert kind.detail is not None
    page = client.get(f"/problems/{code}")
    html = page.content.decode()
    assert page.status_code == 200
    for told in (kind.title, kind.detail):
        for words in (told.zh, told.en):
            assert words[:20] in html
    assert ("请稍后用同一个" in html) == (kind.status in {429, 500, 503})
    assert f"HTTP {kind.status}" in html


def test_a_type_that_is_none_leads_nowhere(client: Client) -> None:
    assert client.get("/problems/nonsense").status_code == 404


def test_an_answer_s_own_type_can_be_followed(client: Client, door: Door) -> None:
    told = door.get(COMPLAINTS).json
    assert client.get(told["type"]).status_code == 200
