"""Whether a file may come in (§12.4). Scanning for viruses is a gateway's work."""

import re
from typing import NamedTuple

from jiesu.rules.evidence.kinds import EvidenceTable, FileType, Kind, our_own
from jiesu.rules.reason import Reason, Title, why

_MEGABYTE = 1024 * 1024
_LONGEST_NAME = 200

# Separators, control signs, marks that turn the writing direction, and what Windows reserves.
_path_trick = re.compile(
    r"[/\\:*?\"<>|\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]|^\.|\.\.|[. ]$"
    r"|^(?i:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)",
)
_runs_somewhere = re.compile(
    r"(?i)\.(?:exe|com|scr|pif|msi|dll|bat|cmd|ps1|vbs?|js|jse|wsf|hta|jar|apk|app|dmg|sh|php\d?"
    r"|phtml|aspx?|jspx?|cgi|pl|py|html?|xhtml|svg|lnk|reg|docm|xlsm)(?=\.)",
)
_program_heads = (
    b"MZ",
    b"\x7fELF",
    b"#!/",
    b"#! ",
    b"\xca\xfe\xba\xbe",
    b"\xcf\xfa\xed\xfe",
    b"dex\n",
)
_markup = re.compile(rb"(?i)<(?:script|html|svg|!doctype|\?php|%)")


class Accepted(NamedTuple):
    """The file may be stored. ``container``: unpack it only with a bound on what comes out."""

    content_type: str
    family: str
    retention: str
    container: bool


class Refused(NamedTuple):
    """The file stays outside, and this is what its sender reads."""

    because: Reason


def judge_upload(  # noqa: PLR0913 - what is known of a file before it is stored
    name: str,
    size: int,
    sniffed_type: str,
    head: bytes,
    *,
    kind: str,
    table: EvidenceTable | None = None,
) -> Accepted | Refused:
    """Judge a file by its name, bytes, sniffed type (empty if none) and first bytes.

    KeyError for an unknown ``kind``.
    """
    table = table or our_own()
    wanted = table.kinds[kind]
    extension = name.rpartition(".")[2].lower()
    found = table.type_of(extension)
    if because := _bad_name(name) or _bad_size(size, wanted):
        return _refused(because)
    if found is None or found.family not in wanted.families:
        return _refused(_not_taken(extension, wanted, table))
    if because := _bad_content(sniffed_type.lower(), head, found):
        return _refused(because)
    content_type = sniffed_type or found.sniffed[1]
    return Accepted(content_type, found.family, wanted.retention, found.container)


def _refused(because: Reason) -> Refused:
    return Refused(why("upload_refused", because=because))


def _bad_name(name: str) -> Reason | None:
    if not name.strip() or len(name) > _LONGEST_NAME:
        return why("upload_name_length", n=_LONGEST_NAME)
    if _path_trick.search(name):
        return why("upload_name_strange")
    if _runs_somewhere.search(name):
        return why("upload_name_of_program")
    return None


def _bad_size(size: int, kind: Kind) -> Reason | None:
    if size <= 0:
        return why("upload_empty")
    if size > kind.most_mb * _MEGABYTE:
        return why("upload_too_large", kind=Title(kind.zh, kind.en), n=kind.most_mb)
    return None


def _not_taken(extension: str, kind: Kind, table: EvidenceTable) -> Reason:
    usable = [each for each in table.types.values() if each.family in kind.families]
    told = {
        "kind": Title(kind.zh, kind.en),
        "takes": [name for each in usable for name in each.extensions],
    }
    if extension:
        return why("upload_type", extension=extension, **told)
    return why("upload_without_type", **told)


def _bad_content(sniffed_type: str, head: bytes, found: FileType) -> Reason | None:
    if head.startswith(_program_heads):
        return why("upload_is_program")
    if sniffed_type not in found.sniffed:
        return why("upload_not_what_it_says")
    if found.family == "text" and (b"\0" in head or _unexpected_markup(head, found)):
        return why("upload_not_plain")
    return None


def _unexpected_markup(head: bytes, found: FileType) -> bool:
    return not found.markup and _markup.search(head) is not None
