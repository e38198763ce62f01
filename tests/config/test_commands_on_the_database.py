"""Commands that put the database in shape may run twice."""

import json

import pytest

from jiesu.config.demo import DEMO
from jiesu.config.main import main
from jiesu.people.models import Staff


@pytest.mark.django_db
def test_a_migrated_database_has_nothing_left_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["migrate", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []


@pytest.mark.django_db
def test_the_demonstration_is_laid_out_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert DEMO
    assert main(["demo", "--json"]) == 0
    logins = json.loads(capsys.readouterr().out)
    people = Staff.objects.count()
    assert len(logins) == people > 0
    assert main(["demo"]) == 0
    assert Staff.objects.count() == people
    assert logins[0]["password"] in capsys.readouterr().out


@pytest.mark.django_db
def test_psql_reaches_the_database_in_use(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["dbshell", "--", "-Atc", "SELECT 'here'"]) == 0
    assert capfd.readouterr().out == "here\n"
