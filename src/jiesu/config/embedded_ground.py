"""What the embedded PostgreSQL stands on: its user, its folders, its settings."""

import os
import pwd
import shutil
import stat
import subprocess
from collections.abc import Mapping
from pathlib import Path

_USER = "pgserver"
_MEGABYTE = 1 << 20
_TRAVERSE = stat.S_IXGRP | stat.S_IXOTH
_READ = stat.S_IRGRP | stat.S_IROTH


def server_user() -> str | None:
    """User under which the server must run: a user of its own when we are root, else ourselves."""
    if os.geteuid() != 0:
        return None
    try:
        pwd.getpwnam(_USER)
    except KeyError:
        _make_user()
    return _USER


def ground(folder: Path, sockets: Path, binaries: Path) -> None:
    """Make the data and socket folders, closed to others, and let the server's user reach them."""
    who = server_user()
    for each in (folder, sockets):
        each.mkdir(mode=0o700, parents=True, exist_ok=True)
        owner = pwd.getpwnam(who).pw_uid if who else os.geteuid()
        _own(each, owner)
    if who:
        _open_the_way(folder)
        _open_the_way(sockets)
        _let_run(binaries, who)


def settings_for(sockets: Path, wishes: Mapping[str, str]) -> str:
    """The server's settings: durable, tuned for short transactions, silent about people."""
    told = {**_tuning(), "unix_socket_directories": f'"{sockets}"', **wishes}
    return "".join(f"{name} = '{value}'\n" for name, value in told.items())


def _tuning() -> dict[str, str]:
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // _MEGABYTE
    return {
        "listen_addresses": "",
        "unix_socket_permissions": "0700",
        "max_connections": "200",
        "shared_buffers": f"{min(max(memory // 8, 128), 2048)}MB",
        "effective_cache_size": f"{max(memory // 2, 256)}MB",
        "work_mem": "16MB",
        "maintenance_work_mem": "256MB",
        "max_wal_size": "4GB",
        "checkpoint_timeout": "15min",
        "random_page_cost": "1.1",
        "gin_pending_list_limit": "4MB",
        "jit": "off",
        "timezone": "UTC",
        "log_timezone": "UTC",
        # What a statement carried may be personal data: no values or rows in the log (§18).
        "log_error_verbosity": "terse",
        "log_min_error_statement": "panic",
        "log_parameter_max_length": "0",
        "log_parameter_max_length_on_error": "0",
    }


def _make_user() -> None:
    maker = shutil.which("useradd")
    if maker is None:
        raise RuntimeError(
            f"PostgreSQL refuses to run as root and there is no user {_USER} nor a useradd to make "
            "one. Nothing was started. Start as an ordinary user, or name a server in "
            "JIESU_DATABASE_URL."
        )
    words = [maker, "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", _USER]
    subprocess.run(words, check=True, capture_output=True)


def _own(folder: Path, owner: int) -> None:
    """Take the folder for ``owner``; refuse one that a stranger laid there first (shared /tmp)."""
    found = folder.lstat()
    if found.st_uid not in {owner, os.geteuid()} or not stat.S_ISDIR(found.st_mode):
        raise RuntimeError(
            f"{folder} belongs to somebody else. Nothing was started. Remove it, or choose another "
            "home with --home."
        )
    if found.st_uid != owner:
        os.chown(folder, owner, -1)
    folder.chmod(0o700)


def _open_the_way(folder: Path) -> None:
    """Let others pass through (not list) the folders above, where they may not yet."""
    for above in folder.resolve().parents:
        mode = above.stat().st_mode
        if not mode & stat.S_IXOTH:
            above.chmod(mode | _TRAVERSE)


def _let_run(binaries: Path, who: str) -> None:
    """Make the wheel's programs and libraries readable to the server's user, if they are not."""
    words = [str(binaries / "postgres"), "--version"]
    if _runs(words, who):
        return
    _open_the_way(binaries)
    for each in (binaries.parent, *binaries.parent.rglob("*")):
        each.chmod(each.stat().st_mode | _READ | (_TRAVERSE if each.is_dir() else 0))
    for program in binaries.iterdir():
        program.chmod(program.stat().st_mode | _TRAVERSE)
    if not _runs(words, who):
        raise RuntimeError(
            f"The user {who} cannot run {words[0]}. Nothing was started. Move the project to a "
            "folder that other users can reach, or start as an ordinary user."
        )


def _runs(words: list[str], who: str) -> bool:
    try:
        done = subprocess.run(words, user=who, cwd="/", capture_output=True, check=False)
    except PermissionError:
        return False
    return done.returncode == 0
