"""Whoever reads English reads English: no sentence is forgotten."""

import ast
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from cast import Cast
from house.source import SRC, ours, tree
from jiesu.cases.models import Case
from jiesu.portal.outages import STILL_BAD
from outages import ADDRESS, CUT_OFF, cut_off, over
from portal.conftest import ANSWERS, Follow, answer, complain, key_on, text_of

FLOORS = ("portal", "ui")
"""Floors with a catalogue; every sentence of the portal's must stand in it."""
TAKEN = {"_", "gettext", "gettext_lazy"}
TRANSLATE = re.compile(r'{%\s*translate\s+"([^"]+)"')
BLOCK = re.compile(r"{%\s*blocktranslate[^%]*%}(.*?){%\s*endblocktranslate", re.DOTALL)
SAID_IN_CHINESE = re.compile(r'<(\w+)[^>]*lang="zh-CN"[^>]*>.*?</\1>', re.DOTALL)
CHINESE = re.compile(r"[\u4e00-\u9fff]+")
PLACE = re.compile(r"%\(\w+\)[sd]")


def sentences(floor: str) -> set[str]:
    """What the floor says to people, in Chinese."""
    found: set[str] = set()
    for path in ours(".py", under=(SRC / floor,)):
        found |= {
            str(node.args[0].value)
            for node in ast.walk(tree(path))
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in TAKEN
            and node.args
            and isinstance(node.args[0], ast.Constant)
        }
    for path in ours(".html", under=(SRC / floor,)):
        html = path.read_text(encoding="utf-8")
        found |= set(TRANSLATE.findall(html))
        found |= {re.sub(r"{{\s*(\w+)\s*}}", r"%(\1)s", text) for text in BLOCK.findall(html)}
    return found


def english(floor: str) -> dict[str, str]:
    path = Path(SRC / floor / "locale" / "en" / "LC_MESSAGES" / "django.po")
    with path.open("rb") as file:
        catalogue = read_po(file)
    return {str(one.id): str(one.string) for one in catalogue if one.id and not one.fuzzy}


def test_every_sentence_has_its_english() -> None:
    known = english("portal")
    assert sorted(one for one in sentences("portal") if not known.get(one)) == []


@pytest.mark.parametrize("floor", FLOORS)
def test_no_placeholder_is_lost(floor: str) -> None:
    lost = {
        chinese: told
        for chinese, told in english(floor).items()
        if set(PLACE.findall(chinese)) != set(PLACE.findall(told))
    }
    assert lost == {}


@pytest.mark.usefixtures("cast")
def test_an_english_reader_meets_chinese_only_where_it_is_marked(settings: Settings) -> None:
    settings.OPERATOR_NAME, settings.PROVINCE_NAME = "Example Broadband", "Example"
    client = Client(headers={"accept-language": "en"})
    asked = [f"/complain/{name}/" for name in (*ANSWERS, "photos", "care") if name != "place"]
    # "place" names the cities that we serve, as they are called
    for path in ("/", "/procedure/", "/rights/", "/complain/", "/follow/", *asked):
        page = SAID_IN_CHINESE.sub("", text_of(client.get(path)))
        assert CHINESE.findall(page) == [], path


def test_an_english_receipt_promises_in_english(cast: Cast) -> None:
    assert cast.city
    client = Client(headers={"accept-language": "en"})
    complain(client)
    page = text_of(client.get("/complain/receipt/"))
    assert "we will give you an answer" in page
    assert "the end of" in page


def test_one_s_own_complaint_explains_its_dates_in_english(
    case: Case, follow: Follow, settings: Settings
) -> None:
    settings.OPERATOR_NAME, settings.PROVINCE_NAME = "Example Broadband", "Example"
    client = follow(case)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    html = text_of(client.get(f"/my/{case.number}/"))
    assert "It begins with: the complaint was received" in html
    assert '<span lang="zh-CN">工信部令第35号' in html
    page = SAID_IN_CHINESE.sub("", html)
    for own in (case.description, case.desired_outcome):
        page = page.replace(own, "")
    assert CHINESE.findall(page) == []


def test_a_known_fault_is_told_in_english_before_sending_and_after(
    cast: Cast, follow: Follow, settings: Settings
) -> None:
    settings.OPERATOR_NAME, settings.PROVINCE_NAME = "Example Broadband", "Example"
    number = cut_off(cast, timezone.now())
    client = Client(headers={"accept-language": "en"})
    place = {"region": "440100", "address": ADDRESS}
    answer(client, "down", what={"description": CUT_OFF}, place=place)
    review = client.get("/complain/review/")
    assert "There is a known fault in your area" in text_of(review)
    # One piece, or the mark and the words around it would stand apart in the row of the choice.
    assert re.search(
        r'<span>Yes[^<]*<span lang="zh-CN">[^<]*</span>[^<]*</span></label>', text_of(review)
    )
    assert (
        _unmarked(
            text_of(review), CUT_OFF, ADDRESS, "退这一周的费用", "孙女士", "家里的卧室", "甲市"
        )
        == []
    )
    client.post("/complain/review/", {"key": key_on(review), "outage": number})
    mine = follow(Case.objects.get())
    mine.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    for ended in (False, True):
        if ended:
            over(cast, number, timezone.now())
        case = Case.objects.get()
        html = text_of(mine.get(f"/my/{case.number}/"))
        assert ("Service is back in your area" in html) == ended
        assert _unmarked(html, case.description, case.desired_outcome, STILL_BAD) == []


def _unmarked(html: str, *own: str) -> list[str]:
    """Chinese that is neither marked nor the customer's own words."""
    page = SAID_IN_CHINESE.sub("", html)
    for words in own:
        page = page.replace(words, "")
    return CHINESE.findall(page)
