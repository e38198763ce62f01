"""The least a house must do: answer at the door."""

import pytest
from django.core.management import call_command
from django.test import Client


def test_the_door_answers(client: Client) -> None:
    assert client.get("/healthz").content == b"ok"


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)
