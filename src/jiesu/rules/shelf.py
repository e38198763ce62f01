"""Where the book's files stand, and where an operator's own stand before them."""

from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path


@dataclass(frozen=True)
class Shelf:
    """Files by name. A file of the same name under ``shadow`` is read instead of our own."""

    own: Path
    shadow: Path | None = None

    def names(self, pattern: str) -> list[str]:
        """Names on either board that fit ``pattern``, in order: ``words/*.toml``."""
        boards = [board for board in (self.own, self.shadow) if board is not None]
        return sorted(
            {path.relative_to(board).as_posix() for board in boards for path in board.glob(pattern)}
        )

    def read(self, name: str) -> bytes:
        """Bytes of the file that counts; FileNotFoundError when neither board has it."""
        if self.shadow is not None and (self.shadow / name).is_file():
            return (self.shadow / name).read_bytes()
        return (self.own / name).read_bytes()

    @cached_property
    def digest(self) -> str:
        """SHA-256 over names and bytes of all data files, to be frozen on a case."""
        seal = sha256()
        for name in [*self.names("**/*.toml"), *self.names("**/*.tsv")]:
            seal.update(name.encode() + b"\0" + sha256(self.read(name)).digest())
        return seal.hexdigest()
