"""The home folder: everything one installation keeps outside its database."""

import os
import secrets
from collections.abc import Callable
from pathlib import Path


def home() -> Path:
    """Folder named by JIESU_HOME, else ``~/.jiesu``; made on first use, closed to others."""
    path = Path(os.environ.get("JIESU_HOME") or Path.home() / ".jiesu").expanduser().resolve()
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def keep_secret(name: str) -> str:
    """Return the secret kept under ``name``, drawing one on first use."""
    path = home() / name
    keep_private(path, lambda: secrets.token_urlsafe(48))
    return path.read_text().strip()


def keep_private(path: Path, draw: Callable[[], str]) -> None:
    """Write what ``draw`` returns to ``path``, readable by us alone, unless the file is there.

    Two processes may ask at once on an empty home: the file is created exclusively,
    so the loser finds what the winner wrote.
    """
    if path.exists():
        return
    draft = write_draft(path, draw())
    try:
        os.link(draft, path)
    except FileExistsError:
        return
    finally:
        draft.unlink()


def write_draft(path: Path, text: str) -> Path:
    """Write ``text`` to a private file beside ``path``, on disk before we return its name."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    with draft.open("w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    return draft
