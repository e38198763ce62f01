"""A struct becomes a form, what was typed becomes the struct's words, faults stand by the field."""

from datetime import UTC, datetime
from typing import Annotated, Literal

import msgspec
from django.http import QueryDict
from msgspec import Meta

from jiesu.ui.fields import Choice, Field, Label
from jiesu.ui.forms import Manner, faults_of, fields_of, read_form

Line = Annotated[str, Meta(min_length=1, max_length=200)]


class Remedy(msgspec.Struct):
    kind: Literal["refund", "credit"]
    in_fen: Annotated[int, Meta(ge=0, le=500)] = 0


class Visit(msgspec.Struct):
    title: Line
    story: Annotated[str, Meta(min_length=1, max_length=20_000)]
    carrier: Literal["call", "sms"]
    reached: bool
    items: Annotated[list[Line], Meta(min_length=1, max_length=2)]
    shown: list[Literal["name", "phone"]] = []
    remedies: list[Remedy] = []
    unit: str = ""
    at: datetime | None = None
    owner: int | None = None
    place: Annotated[str, Meta(max_length=200)] = ""


def _label(name: str) -> Label:
    return Label(f"<{name}>")


def _choices(name: str) -> tuple[Choice, ...]:
    return (Choice("7", "王工"),) if name == "owner" else ()


MANNER = Manner(_label, _choices)


def _fields(typed: dict[str, object] | None = None) -> dict[str, Field]:
    return {field.name: field for field in fields_of(Visit, MANNER, typed)}


def test_each_type_finds_its_control() -> None:
    assert {name: field.kind for name, field in _fields().items()} == {
        "title": "text",
        "story": "page",
        "carrier": "one",
        "reached": "yes",
        "items": "lines",
        "shown": "some",
        "remedies": "rows",
        "unit": "page",
        "at": "moment",
        "owner": "one",
        "place": "text",
    }


def test_only_what_must_be_said_is_required() -> None:
    must = {name for name, field in _fields().items() if field.required}
    assert must == {"title", "story", "carrier", "items"}


def test_titles_are_asked_for_fields_choices_and_inner_fields() -> None:
    fields = _fields()
    assert fields["title"].title == "<title>"
    assert fields["carrier"].choices[0] == Choice("call", "<carrier:call>")
    inner = fields["remedies"].rows[0]
    assert (inner[0].name, inner[0].title) == ("remedies-0-kind", "<remedies.kind>")
    assert inner[0].choices[0].title == "<remedies.kind:refund>"
    assert not inner[0].required


def test_what_was_typed_makes_the_struct() -> None:
    posted = QueryDict(
        "title=断网&story=一%0D%0A二&carrier=sms&reached=true&items=账单%0D%0A%0D%0A照片"
        "&shown=name&shown=phone&remedies-0-kind=refund&remedies-0-in_fen=3.5&remedies-1-kind="
        "&at=2026-11-24T15:30&owner=7&place="
    )
    read = read_form(posted, Visit)
    assert faults_of(Visit, read) == {}
    visit = msgspec.convert(read, Visit, strict=False)
    assert visit == Visit(
        title="断网",
        story="一\n二",
        carrier="sms",
        reached=True,
        items=["账单", "照片"],
        shown=["name", "phone"],
        remedies=[Remedy("refund", 350)],
        at=datetime(2026, 11, 24, 7, 30, tzinfo=UTC),
        owner=7,
    )


def test_what_is_missing_or_too_much_is_said_by_name() -> None:
    posted = QueryDict("title=&carrier=fax&items=a%0Ab%0Ac&at=soon&owner=x&place=" + "长" * 201)
    faults = faults_of(Visit, read_form(posted, Visit))
    assert set(faults) == {"title", "story", "carrier", "items", "at", "owner", "place"}
    assert "201" in faults["place"]


def test_what_was_typed_is_shown_again() -> None:
    read = read_form(
        QueryDict("title=断网&items=a%0Ab&remedies-0-in_fen=9&at=2026-11-24T15:30"), Visit
    )
    fields = _fields(read)
    assert fields["title"].value == "断网"
    assert fields["items"].value == "a\nb"
    assert fields["at"].value == "2026-11-24T15:30"
    assert fields["remedies"].rows[0][1].value == "9.00"
    assert len(fields["remedies"].rows) == 3


def test_money_is_typed_in_yuan_and_half_a_fen_is_refused() -> None:
    read = read_form(QueryDict("kind=refund&in_fen=1.005"), Remedy)
    assert "in_fen" in faults_of(Remedy, read)
    assert read_form(QueryDict("kind=refund&in_fen=1,0.29"), Remedy)["in_fen"] == 1029


def test_a_row_that_does_not_do_is_told_by_its_number() -> None:
    read = read_form(QueryDict("remedies-0-kind=refund&remedies-1-in_fen=2"), Visit)
    assert "2" in faults_of(Visit, read)["remedies"]
