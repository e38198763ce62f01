"""jiesu token: a token of somebody, or in the demonstration of a role."""

import json
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from jiesu.config.main import main
from jiesu.people.actors import actor_of_token
from jiesu.people.demo import lay_out_people

if TYPE_CHECKING:
    from pytest_django import Settings

pytestmark = pytest.mark.django_db
Said = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def people() -> None:
    lay_out_people(timezone.now())


def test_a_token_acts_as_the_person(capsys: Said) -> None:
    assert main(["token", "--user", "ligong"]) == 0
    actor = actor_of_token(capsys.readouterr().out.strip())
    assert actor is not None
    assert actor.name == "李工"


def test_programs_read_json(capsys: Said) -> None:
    main(["token", "--user", "ligong", "--days", "1", "--json"])
    told = json.loads(capsys.readouterr().out)
    assert told["user"] == "ligong"
    assert told["expires_at"]
    assert actor_of_token(told["token"]) is not None


def test_in_the_demonstration_a_role_is_enough(settings: "Settings", capsys: Said) -> None:
    settings.DEMO = True
    assert main(["token", "--role", "R21"]) == 0
    actor = actor_of_token(capsys.readouterr().out.strip())
    assert actor is not None
    assert "R21" in {held.role for held in actor.held}


def test_elsewhere_a_role_is_not_enough(settings: "Settings", capsys: Said) -> None:
    settings.DEMO = False
    assert main(["token", "--role", "R21"]) == 1
    assert "演示环境" in capsys.readouterr().err


def test_nobody_gets_no_token(capsys: Said) -> None:
    assert main(["token", "--user", "nemo"]) == 1
    assert "没有在职用户" in capsys.readouterr().err


@pytest.mark.parametrize("days", ["-5", "0", "99999999999", "x"])
def test_a_term_that_is_none_is_refused(capsys: Said, days: str) -> None:
    with pytest.raises(SystemExit):
        main(["token", "--user", "ligong", "--days", days])
    assert "whole number" in capsys.readouterr().err
