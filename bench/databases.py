"""The databases of the benches: laid once for each size, copied for whoever writes.

A ground keeps as its comment a digest of what laid it; after a change of the letters, of the
laying or of the tables it is laid again.
"""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from psycopg import sql

from bench import ground
from jiesu.cases.intake.desk import forget_desk
from jiesu.config import embedded
from jiesu.people.demo import lay_out_people

HERE = Path(__file__).parent
HOME = Path(os.environ["JIESU_HOME"]) / "postgres"


def address(name: str) -> str:
    """Where the database ``name`` is, as libpq reads it."""
    return embedded.address(HOME, name)


def server() -> psutil.Process:
    """The postmaster; its children are what a statement costs on the server's side."""
    pid = embedded.process_id(HOME)
    assert pid is not None
    return psutil.Process(pid)


def restart() -> None:
    """Stop the server and start it: its own memory is cold then, the system's file cache is not."""
    connection.close()
    embedded.Server(HOME).stop()
    embedded.start(HOME)


def small(cases: int) -> str:
    """The ground of ``cases`` letters that all went through intake; its name."""
    name = f"ground_{cases}"
    if not _stands(name):
        _renew(name)
        with on(name):
            ground.lay(cases)
        _note(name)
    return name


def large(cases: int, many: int) -> str:
    """The ground of ``cases``, multiplied to ``many`` if these are more; its name."""
    if many <= cases:
        return small(cases)
    name = f"ground_{cases}_{many}"
    if not _stands(name):
        drop(name)
        _tell("CREATE DATABASE {} TEMPLATE {}", name, small(cases))
        with on(name):
            ground.multiply(many)
        _note(name)
    return name


@contextmanager
def copy_of(origin: str) -> Iterator[str]:
    """A copy to write to, dropped at the end."""
    drop("scratch")
    _tell("CREATE DATABASE {} TEMPLATE {}", "scratch", origin)
    try:
        with on("scratch"):
            yield "scratch"
    finally:
        drop("scratch")


@contextmanager
def empty() -> Iterator[str]:
    """A database with people and nothing else, dropped at the end."""
    _renew("scratch")
    try:
        with on("scratch"):
            yield "scratch"
    finally:
        drop("scratch")


@contextmanager
def on(name: str) -> Iterator[None]:
    """Let this process, and those that it starts, work on the database ``name``."""
    before = settings.DATABASES["default"]["NAME"], os.environ.get("JIESU_DATABASE_URL")
    _point_to(name, address(name))
    try:
        yield
    finally:
        _point_to(*before)


def _point_to(name: str, url: str | None) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name
    forget_desk()
    os.environ.pop("JIESU_DATABASE_URL", None)
    if url:
        os.environ["JIESU_DATABASE_URL"] = url


def drop(name: str) -> None:
    """Drop the database ``name`` if it is there."""
    connection.close()
    _tell("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def forget() -> None:
    """Drop every database that a bench made."""
    connection.close()
    with psycopg.connect(address("postgres")) as told:
        rows = told.execute("SELECT datname FROM pg_database WHERE datname LIKE 'ground%'")
        names = [row[0] for row in rows.fetchall()]
    for name in names:
        drop(name)


def _renew(name: str) -> None:
    drop(name)
    _tell("CREATE DATABASE {}", name)
    with on(name):
        call_command("migrate", verbosity=0)
        lay_out_people(ground.MANNED)
        ground.hire(ground.MANNED)


def _stands(name: str) -> bool:
    with psycopg.connect(address("postgres")) as told:
        row = told.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s",
            [name],
        ).fetchone()
    return row is not None and row[0] == _digest()


def _note(name: str) -> None:
    connection.close()
    with psycopg.connect(address("postgres"), autocommit=True) as told:
        told.execute(
            sql.SQL("COMMENT ON DATABASE {} IS {}").format(
                sql.Identifier(name), sql.Literal(_digest())
            )
        )


def _digest() -> str:
    written = [HERE / name for name in ("ground.py", "letters.py", "tales.py")]
    written += sorted(settings.PACKAGE.rglob("migrations/*.py"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in written)).hexdigest()[:16]


def _tell(statement: str, *names: str) -> None:
    with psycopg.connect(address("postgres"), autocommit=True) as told:
        told.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
