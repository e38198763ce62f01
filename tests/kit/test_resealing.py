"""A rotation reaches every sealed value, may be broken off, and loses no one else's change."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from jiesu.config.commands import keys
from jiesu.config.main import main
from jiesu.kit import keyring, resealing
from jiesu.kit.resealing import SealedColumn, reseal
from jiesu.kit.sealed import key_of, seal, unseal

COLUMN = SealedColumn("kit_test_sealed", "id", "secret")


@pytest.fixture(autouse=True)
def sealed_table(
    db: None,  # noqa: ARG001 - opens the database
    ring_file: Path,  # noqa: ARG001 - a ring of the test's own
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[None]:
    monkeypatch.setattr(resealing, "_columns", [*resealing.registered(), COLUMN])
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE kit_test_sealed (id text PRIMARY KEY, secret bytea)")
        for n in range(7):
            cursor.execute(
                "INSERT INTO kit_test_sealed VALUES (%s, %s)", [f"r{n}", seal(b"%d" % n)]
            )
        cursor.execute("INSERT INTO kit_test_sealed VALUES ('none', NULL)")
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE kit_test_sealed")


def kept() -> dict[str, bytes]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, secret FROM kit_test_sealed WHERE secret IS NOT NULL")
        return {name: bytes(token) for name, token in cursor.fetchall()}


def test_the_command_seals_everything_under_the_new_key(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["keys", "rotate"]) == 0
    assert "kit_test_sealed.secret：重新加密 7 条" in capsys.readouterr().out
    assert {key_of(token) for token in kept().values()} == {2}
    assert {name: unseal(token) for name, token in kept().items()} == {
        f"r{n}": b"%d" % n for n in range(7)
    }


@pytest.mark.parametrize("batch", [1, 3, 7, 100])
def test_any_batch_reaches_every_row(batch: int) -> None:
    keyring.add_key()
    assert reseal(COLUMN, batch=batch) == 7


def test_a_second_run_finds_nothing_to_do() -> None:
    keyring.add_key()
    reseal(COLUMN)
    assert reseal(COLUMN) == 0


def test_a_run_goes_on_where_another_was_broken_off() -> None:
    keyring.add_key()
    with connection.cursor() as cursor:
        for name in ("r1", "r4"):
            cursor.execute("UPDATE kit_test_sealed SET secret=%s WHERE id=%s", [seal(b"n"), name])
    assert reseal(COLUMN, batch=2) == 5


def test_a_value_that_does_not_open_is_told_and_keeps_no_other_from_being_renewed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Left alone it would stop every rotation at the same row, for ever."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE kit_test_sealed SET secret = secret || 'x' WHERE id = 'r2'")
        cursor.execute("UPDATE kit_test_sealed SET secret = 'never sealed' WHERE id = 'r5'")
    before = kept()
    assert main(["keys", "rotate"]) == 1
    out, err = capsys.readouterr()
    assert "kit_test_sealed.secret：重新加密 5 条" in out
    assert "kit_test_sealed r2" in err
    assert "kit_test_sealed r5" in err
    now = kept()
    assert {name for name, token in now.items() if token == before[name]} == {"r2", "r5"}


def test_what_was_sealed_by_a_contact_that_came_meanwhile_is_found_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It sealed under the old key and was stored when its table had been gone through."""
    old, through = keyring.ring_at_home(), list[SealedColumn]()

    def and_a_contact_comes(column: resealing.Sealed, **more: Any) -> int:
        done = reseal(column, **more)
        if column == COLUMN and not through:
            through.append(column)
            with connection.cursor() as cursor:
                late = seal(b"late", ring=old)
                cursor.execute("INSERT INTO kit_test_sealed VALUES ('late', %s)", [late])
        return done

    monkeypatch.setattr(keys, "reseal", and_a_contact_comes)
    assert main(["keys", "rotate"]) == 0
    assert {key_of(token) for token in kept().values()} == {2}


def test_the_list_shows_which_key_is_active(capsys: pytest.CaptureFixture[str]) -> None:
    keyring.add_key()
    main(["keys", "list"])
    assert capsys.readouterr().out.split() == ["1", "2", "启用"]
