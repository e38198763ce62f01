"""What every test may ask for."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.utils import translation

from answering import ANSWERING
from jiesu.kit.keyring import forget_ring

pytest_plugins = ["cast", "browser", "watching"]
NEED_A_DATABASE = {"db", "transactional_db", "live_server"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what speaks to the database, for the older server; begin with what takes long.

    What takes a minute by itself must not come last, while the other process has nothing to do.
    """
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if item.get_closest_marker("django_db") or fixtures & NEED_A_DATABASE:
            item.add_marker("database")
    items.sort(key=lambda item: not any(map(item.get_closest_marker, ("long", "faults"))))


@pytest.fixture(autouse=True)
def everybody_speaks_chinese_at_first() -> None:
    """A screen or a browser of one test that spoke English says nothing about the next."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture
def ring_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where the ring of keys lies for this test alone; nothing is there yet."""
    path = tmp_path / "keys.json"
    monkeypatch.setenv("JIESU_KEYS_FILE", str(path))
    forget_ring()
    yield path
    forget_ring()


@pytest.fixture(autouse=True)
def no_job_is_left_over(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test that truly commits leaves no jobs: Django empties only the tables it manages.

    A browser that is closed has often one more thing to say, such as a draft. It is heard to the
    end: what empties the tables must not meet it, nor the next test find its draft.
    """
    if not _commits(request.node):
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    ANSWERING.wait_for_the_last()
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")


def _commits(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    told = marker is not None and marker.kwargs.get("transaction", False)
    return told or bool(
        {"transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
    )
