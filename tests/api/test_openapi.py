"""The description says what is there, and what it promises is kept."""

from typing import Any

import pytest
from jsonschema import Draft202012Validator, ValidationError
from openapi_spec_validator import OpenAPIV31SpecValidator
from referencing import Registry, Resource

from api.described import check
from api.door import COMPLAINTS, SLOW, Door
from jiesu.api.openapi import document
from jiesu.cases.verbs import all_verbs
from jiesu.rules.remedies.tariff import our_own


def test_it_is_valid_openapi() -> None:
    OpenAPIV31SpecValidator(document()).validate()


def test_every_verb_is_there_with_its_words() -> None:
    operations = {
        told["operationId"]: told for path in document()["paths"].values() for told in path.values()
    }
    assert {verb.name for verb in all_verbs()} <= set(operations)
    schemas = document()["components"]["schemas"]
    for verb in all_verbs():
        body = operations[verb.name]["requestBody"]["content"]["application/json"]["schema"]
        name = body["$ref"].rpartition("/")[2]
        assert set(schemas[name].get("properties", {})) == set(verb.words.__struct_fields__) or (
            verb.name == "receive"
        )


def test_the_kinds_of_a_remedy_are_listed() -> None:
    """§16: what may be given is a closed list, and a program need not guess it."""
    told = document()["components"]["schemas"]["Remedy"]
    assert told["properties"]["code"]["enum"] == list(our_own().basis)
    assert told["required"] == ["code", "amount_fen"]


def test_it_is_open_to_all(door: Door) -> None:
    reply = door.get("/api/v1/openapi.json")
    assert (reply.status, reply.json["openapi"]) == (200, "3.1.0")


def test_an_answer_that_is_not_described_is_noticed() -> None:
    """Every answer in these tests is held against the description (``described.py``)."""
    good = b'{"complaints": [], "next": null}'
    check("GET", COMPLAINTS, 200, "application/json", good)
    with pytest.raises(AssertionError, match="418 is not described"):
        check("GET", COMPLAINTS, 418, "application/json", good)
    with pytest.raises(ValidationError):
        check("GET", COMPLAINTS, 200, "application/json", b'{"complaints": 1}')
    with pytest.raises(AssertionError, match="text/html is not described"):
        check("GET", COMPLAINTS, 200, "text/html", good)


def test_answers_are_as_described(agent: Door, owner: Door, made: dict[str, Any]) -> None:
    path = f"{COMPLAINTS}/{made['number']}"
    agent.post(f"{path}/annotate", {"text": "已致电"})
    owner.post(f"{path}/accept")
    for reply, shape in (
        (agent.get(f"{path}?include=ledger,promises,messages"), "Sheet"),
        (agent.get(COMPLAINTS), "PageShape"),
        (agent.get(f"{path}/promises"), "Promises"),
        (agent.post(f"{path}/annotate", {"text": "再次致电"}), "Moved"),
        (agent.get(f"{COMPLAINTS}/TS0000"), "Problem"),
        (agent.post(COMPLAINTS, {**SLOW, "channel": ""}), "Problem"),
    ):
        _check(reply.json, shape)


@pytest.mark.parametrize(
    ("path", "method", "seen"),
    [("/complaints", "post", {201, 400, 401, 403, 405, 413, 415, 422, 429, 500, 503})],
)
def test_the_statuses_described_are_those_of_the_problem_table(
    path: str, method: str, seen: set[int]
) -> None:
    assert {int(status) for status in document()["paths"][path][method]["responses"]} == seen


def _check(told: Any, shape: str) -> None:
    resource: Resource[Any] = Resource.from_contents(
        {"$schema": "https://json-schema.org/draft/2020-12/schema", **document()}
    )
    registry: Registry[Any] = Registry().with_resource("urn:api", resource)
    validator = Draft202012Validator(
        {"$ref": f"urn:api#/components/schemas/{shape}"}, registry=registry
    )
    validator.validate(told)
