"""``jiesu backup`` and ``restore``: all comes back, or nothing is touched."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from psycopg.conninfo import make_conninfo

from cast import Cast
from jiesu.cases.intake.contact import Intake
from jiesu.cases.intake.receive import receive
from jiesu.cases.vault import keep_bytes
from jiesu.config.backups import MANIFEST
from jiesu.config.main import main
from jiesu.kit.keyring import new_ring, written

NAME = f"jiesu_restored_{os.getpid()}"
NOW = datetime(2026, 9, 18, 9, 30, tzinfo=UTC)
SLOW = Intake(
    channel="hotline",
    description="家里宽带网速很慢,签约三百兆,有线测速只有六十兆,已经一周了。",
    desired_outcome="修好网速",
    name="孙女士",
    phone="13800005678",
    region="440100",
)
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def empty() -> Iterator[str]:
    """The address of a database with nothing in it."""
    told = connection.get_connection_params()
    names = {key: told[key] for key in ("user", "host", "port") if told.get(key)}
    with psycopg.connect(make_conninfo(**names, dbname="postgres"), autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {NAME}")
        yield make_conninfo(**names, dbname=NAME)
        server.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")


@pytest.fixture
def backup(
    cast: Cast, tmp_path: Path, settings: object, capsys: pytest.CaptureFixture[str]
) -> Path:
    """A backup of one complaint and one file; the keys lie beside its folder."""
    settings.MEDIA_ROOT = tmp_path / "evidence"  # type: ignore[attr-defined]  # pytest-django's own
    receive(cast.agent, SLOW, now=NOW)
    keep_bytes(b"a letter")
    words = ["backup", str(tmp_path / "kept"), "--keys-to", str(tmp_path / "keys"), "--json"]
    assert main(words) == 0
    return Path(json.loads(capsys.readouterr().out)["backup"])


def restore(backup: Path, home: Path, url: str, *words: str) -> subprocess.CompletedProcess[str]:
    environ = {**os.environ, "JIESU_HOME": str(home), "JIESU_DATABASE_URL": url}
    line = [sys.executable, "-m", "jiesu.config.main", "restore", str(backup), "--json", *words]
    return subprocess.run(line, env=environ, capture_output=True, text=True, check=False)


def test_a_backup_comes_back_in_an_empty_home_and_proves_itself(
    backup: Path, tmp_path: Path, empty: str
) -> None:
    assert not any("key" in member.name for member in backup.iterdir())
    keys = ("--keys", str(tmp_path / "keys"))
    done = restore(backup, tmp_path / "home", empty, *keys)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {"cases": 1, "broken": []}
    files = [each for each in (tmp_path / "home" / "evidence").rglob("*") if each.is_file()]
    assert [each.read_bytes() for each in files] == [b"a letter"]
    assert (tmp_path / "home" / "keys.json").read_text() == (tmp_path / "keys").read_text()
    again = restore(backup, tmp_path / "home", empty, *keys)
    assert (again.returncode, "不是空的" in again.stderr) == (2, True)


def test_a_changed_backup_and_wrong_keys_restore_nothing(
    backup: Path, tmp_path: Path, empty: str
) -> None:
    done = restore(backup, tmp_path / "home", empty)
    assert (done.returncode, "--keys" in done.stderr) == (2, True)
    changed = shutil.copytree(backup, tmp_path / "changed")
    (changed / "evidence.tar").write_bytes(b"")
    done = restore(changed, tmp_path / "home", empty, "--keys", str(tmp_path / "keys"))
    assert (done.returncode, "evidence.tar" in done.stderr) == (2, True)
    done = restore(tmp_path, tmp_path / "home", empty)
    assert (done.returncode, MANIFEST in done.stderr) == (2, True)
    with psycopg.connect(empty) as looked:
        tables = looked.execute("SELECT FROM pg_tables WHERE schemaname = 'public'").fetchall()
    assert tables == []


@pytest.mark.parametrize("name", ["../../stranger", "/tmp/stranger", "ab/../stranger", "ab/cd"])
def test_what_would_land_outside_the_vault_restores_nothing(
    backup: Path, tmp_path: Path, empty: str, name: str
) -> None:
    archive = backup / "evidence.tar"
    with tarfile.open(archive, "a") as opened:
        opened.addfile(tarfile.TarInfo(name))
    manifest = json.loads((backup / MANIFEST).read_text())
    manifest["members"][archive.name] = hashlib.sha256(archive.read_bytes()).hexdigest()
    (backup / MANIFEST).write_text(json.dumps(manifest))
    done = restore(backup, tmp_path / "home", empty, "--keys", str(tmp_path / "keys"))
    assert (done.returncode, name in done.stderr) == (2, True)
    assert not (tmp_path / "home" / "evidence").exists()


def test_other_keys_at_home_are_neither_used_nor_lost(
    backup: Path, tmp_path: Path, empty: str
) -> None:
    """A home draws keys of its own as soon as anything asks for them."""
    home, right = tmp_path / "home", ("--keys", str(tmp_path / "keys"))
    home.mkdir()
    (home / "keys.json").write_text(written(new_ring()))
    done = restore(backup, home, empty, *right)
    assert (done.returncode, "原已存在" in done.stderr) == (2, True)
    (home / "keys.json").rename(home / "elsewhere.json")
    assert restore(backup, home, empty, *right).returncode == 0


def test_the_keys_never_lie_in_the_backup(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["backup", str(tmp_path), "--keys-to", str(tmp_path / "keys.json")]
    assert main(words) == 2
    assert "密钥" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
