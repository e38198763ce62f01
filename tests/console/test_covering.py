"""§18: who may not see the name and the address sees them in no text either, whoever wrote it."""

import io
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from msgspec import structs

from cast import Cast
from console.conftest import SLOW, Enter
from jiesu.cases.intake.receive import receive
from jiesu.cases.models import Case, Message
from jiesu.cases.moves import make_move
from jiesu.cases.package import write_package
from jiesu.people.actor import Actor

NAME, ADDRESS = "孙丽华", "甲市东区幸福小区3号楼502"


@pytest.fixture
def case(cast: Cast) -> Case:
    told = structs.replace(SLOW, name=NAME, desired_outcome="修好网速，致电 13800005678 告知")
    return receive(cast.agent, told, now=timezone.now() - timedelta(hours=3))


def said(actor: Actor, case: Case, verb: str, **words: Any) -> None:
    make_move(actor, case.number, verb, words, now=timezone.now())


def page(enter: Enter, actor: Actor, where: str) -> str:
    return enter(actor).get(where).content.decode()


def test_what_an_order_was_given_tells_no_address_in_the_timeline(
    case: Case, owner: Actor, cast: Cast, enter: Enter
) -> None:
    said(owner, case, "accept")
    said(cast.dispatcher, case, "dispatch", order_type="LINE", note=f"{NAME}家，{ADDRESS}")
    html = page(enter, owner, f"/console/cases/{case.number}/")
    assert "甲市东区幸福小区3号楼***" in html
    assert NAME not in html
    assert ADDRESS not in html


def test_a_letter_is_read_without_the_name_until_it_is_revealed(
    case: Case, owner: Actor, enter: Enter
) -> None:
    letter = Message.objects.filter(case=case).first()
    assert letter
    Message.objects.filter(pk=letter.pk).update(body=f"尊敬的{NAME}：您好。")
    where = f"/console/cases/{case.number}/"
    assert NAME not in page(enter, owner, where)
    assert "尊敬的孙**" in page(enter, owner, where)
    said(owner, case, "reveal", fields=["name"], purpose="contact", why="须当面称呼")
    assert f"尊敬的{NAME}" in page(enter, owner, where)


def test_the_form_of_a_finding_puts_in_the_claims_with_their_numbers_covered(
    case: Case, owner: Actor, cast: Cast, enter: Enter
) -> None:
    said(owner, case, "accept")
    said(owner, case, "investigate", investigator_id=cast.investigator.staff_id)
    html = page(enter, cast.investigator, f"/console/cases/{case.number}/find/")
    assert "138****5678" in html
    assert "13800005678" not in html


def test_the_package_carries_no_name_in_a_letter(case: Case) -> None:
    Message.objects.filter(case=case).update(body=f"尊敬的{NAME}：{ADDRESS}")
    packed = io.BytesIO()
    write_package(packed, case, list(case.entries.order_by("seq")))
    with zipfile.ZipFile(packed) as archive:
        told = "".join(archive.read(name).decode() for name in archive.namelist())
    assert "尊敬的孙**" in told
    assert NAME not in told
    assert ADDRESS not in told
