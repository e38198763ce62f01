"""A backup: the database, the files of evidence and a manifest that proves both; the keys apart.

The database is dumped first. A file of evidence lies in the vault before its entry is written, so
whatever the dump names is still there when the files are copied.
"""

import hashlib
import re
import shutil
import tarfile
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

import msgspec
from django.conf import settings
from django.db import connection

from jiesu.cases.models import Case, Entry
from jiesu.cases.verify import Break, verify_all
from jiesu.config.postgres_programs import run_program
from jiesu.kit.home import keep_private
from jiesu.kit.keyring import KeyRing, keys_file, ring_at_home

DUMP, FILES, MANIFEST = "database.dump", "evidence.tar", "manifest.json"
_ANTEROOM = "arriving"
_IN_THE_VAULT = re.compile(r"(?:[^./][^/]*/){2}[^./][^/]*")
"""A file as the vault names it: two folders deep and nowhere else."""


class Manifest(msgspec.Struct, forbid_unknown_fields=True):
    """What a backup holds and how to know it again."""

    made_at: datetime
    jiesu: str
    cases: int
    """At least so many: those that stood there before the dump began."""
    entries: int
    members: dict[str, str]
    """SHA-256 of each file."""
    keys: dict[str, str]
    """Marks of the keys under which personal data is sealed; a mark opens nothing."""


class UnfitBackupError(RuntimeError):
    """The backup, the keys or the home will not do; nothing was restored."""


def make_backup(folder: Path, *, at: datetime) -> Path:
    """Write a backup below ``folder`` and return its own folder: there whole or not at all.

    Raises RuntimeError or OSError; then nothing is left.
    """
    place = folder / f"jiesu-{at:%Y%m%dT%H%M%SZ}"
    draft = place.with_suffix(".part")
    draft.mkdir(mode=0o700, parents=True)
    try:
        counts = {"cases": Case.objects.count(), "entries": Entry.objects.count()}
        run_program("pg_dump", "--format=custom", "--no-owner", f"--file={draft / DUMP}")
        _pack(draft / FILES)
        members = {name: _sha256(draft / name) for name in (DUMP, FILES)}
        told = Manifest(at, version("jiesu"), **counts, members=members, keys=marks(ring_at_home()))
        (draft / MANIFEST).write_bytes(msgspec.json.format(msgspec.json.encode(told)))
        draft.rename(place)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return place


def check_backup(place: Path) -> Manifest:
    """Read the manifest and prove every member by it.

    Raises:
        UnfitBackupError: something is missing or was changed.
    """
    try:
        told = msgspec.json.decode((place / MANIFEST).read_bytes(), type=Manifest)
        wrong = [name for name, mark in told.members.items() if _sha256(place / name) != mark]
    except (OSError, msgspec.MsgspecError) as error:
        raise UnfitBackupError(
            f"{place} 不是完整的备份({error})，没有恢复任何内容。请换一份备份。"
        ) from error
    if wrong:
        raise UnfitBackupError(
            f"备份中的 {'、'.join(wrong)} 与清单不符，没有恢复任何内容。请换一份备份。"
        )
    if strange := _strange(place / FILES):
        raise UnfitBackupError(
            f"{FILES} 中的 {strange[0]} 不是证据文件，没有恢复任何内容。请换一份备份。"
        )
    return told


def bring_back(place: Path, keys: Path | None) -> list[Break]:
    """Restore the backup into this empty home, then prove every ledger; what is broken is told.

    Raises:
        UnfitBackupError: before anything was written.
    """
    told = check_backup(place)
    _check_empty()
    _take_keys(told, keys)
    words = ("--single-transaction", "--exit-on-error", "--no-owner", f"--dbname={_database()}")
    run_program("pg_restore", *words, str(place / DUMP))
    _unpack(place / FILES)
    return [broken for _, found in verify_all() for broken in found]


def marks(ring: KeyRing) -> dict[str, str]:
    """A mark for each key, by which it is known again."""
    named = {"index": ring.index, **{str(name): key for name, key in ring.keys.items()}}
    return {
        name: hashlib.sha256(b"jiesu key" + key).hexdigest()[:16] for name, key in named.items()
    }


def _check_empty() -> None:
    if connection.introspection.table_names():
        raise UnfitBackupError(
            "数据库不是空的，没有恢复任何内容。请用 JIESU_HOME 或 JIESU_DATABASE_URL 指定空的安装。"
        )
    vault = Path(settings.MEDIA_ROOT)
    if vault.exists() and any(each.name != _ANTEROOM for each in vault.iterdir()):
        raise UnfitBackupError(f"{vault} 中已有文件，没有恢复任何内容。请使用空的安装目录。")


def _take_keys(told: Manifest, keys: Path | None) -> None:
    """Put the ring in its place if there is none, and see that it opens what is in the backup."""
    given = keys or keys_file()
    if not given.exists():
        raise UnfitBackupError(
            f"没有密钥文件 {given}，没有恢复任何内容。请用 --keys 指定单独保存的 keys.json。"
        )
    if missing := _missing(told, given):
        raise UnfitBackupError(
            f"{given} 缺少备份所用的密钥({missing})，没有恢复任何内容。"
            "请换成备份当时或之后的 keys.json。"
        )
    keep_private(keys_file(), given.read_text)
    if missing := _missing(told, keys_file()):
        raise UnfitBackupError(
            f"{keys_file()} 原已存在，缺少备份所用的密钥({missing})，没有恢复任何内容。"
            "请把它移到别处保管，再恢复一次。"
        )


def _missing(told: Manifest, file: Path) -> str:
    """Names of the keys of the backup that are not in the file."""
    try:
        found = marks(msgspec.json.decode(file.read_bytes(), type=KeyRing))
    except (msgspec.MsgspecError, ValueError) as error:
        raise UnfitBackupError(f"{file} 不是密钥文件({error})，没有恢复任何内容。") from error
    return "、".join(name for name, mark in told.keys.items() if found.get(name) != mark)


def _database() -> str:
    return str(settings.DATABASES["default"]["NAME"])


def _pack(file: Path) -> None:
    vault = Path(settings.MEDIA_ROOT)
    with tarfile.open(file, "w") as archive:
        for each in sorted(vault.glob("*/*/*")):
            if each.is_file():
                archive.add(each, str(each.relative_to(vault)))


def _unpack(file: Path) -> None:
    """Put back what ``_pack`` took; the filters of ``tarfile`` are too new for Debian's 3.11.2."""
    vault = Path(settings.MEDIA_ROOT)
    vault.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tarfile.open(file) as archive:
        for member in archive:
            place, packed = vault / member.name, archive.extractfile(member)
            assert packed is not None  # a file, as ``check_backup`` saw
            place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            place.touch(mode=0o600, exist_ok=False)
            with packed, place.open("wb") as kept:
                shutil.copyfileobj(packed, kept)


def _strange(file: Path) -> list[str]:
    """What lies in the archive that ``_pack`` puts into none: it could land anywhere."""
    with tarfile.open(file) as archive:
        return [
            member.name
            for member in archive
            if not (member.isfile() and _IN_THE_VAULT.fullmatch(member.name))
        ]


def _sha256(file: Path) -> str:
    with file.open("rb") as read:
        return hashlib.file_digest(read, "sha256").hexdigest()
