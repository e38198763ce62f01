"""A file comes in: judged, scanned, kept, and answered with a receipt (§12.4).

The receipt is what `add_evidence` takes. It is signed and names its bearer, so that nobody attaches
a file by knowing its hash.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

import filetype
from django.conf import settings
from django.core import signing
from django.utils.translation import gettext as _

from jiesu.cases.reasons import reason_told
from jiesu.cases.redaction import BombError, check_container, redacted
from jiesu.cases.refusals import Unfit, unfit
from jiesu.cases.vault import Arrived, TooLargeError, arriving, keep, keep_bytes, path_of
from jiesu.gateways.virus.port import scanner
from jiesu.gateways.virus.verdict import ScannerAway
from jiesu.people.actor import Actor
from jiesu.rules.evidence import Refused, judge_upload
from jiesu.rules.evidence.kinds import our_own
from jiesu.rules.evidence.upload import Accepted
from jiesu.ui.tongue import named

VALID_FOR = timedelta(days=1)
_SALT = "jiesu.evidence"
_MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Upload:
    """A file in the vault that belongs to no case yet."""

    name: str
    kind: str
    sha256: str
    size: int
    content_type: str
    retention: str
    redacted: str
    """SHA-256 of the copy for wide use; empty if there is none."""


def take_in(chunks: Iterable[bytes], *, name: str, kind: str, actor: Actor) -> str:
    """Keep the file and return its receipt.

    Raises:
        Unfit: why it stays outside; nothing was kept.
    """
    wanted = our_own().kinds.get(kind)
    if wanted is None:
        raise unfit(
            "kind", _("没有“%(kind)s”这种证据，文件未保存。请从列表中选择。") % {"kind": kind}
        )
    most = wanted.most_mb * _MEGABYTE
    try:
        with arriving(chunks, most) as arrived:
            accepted = _judged(arrived, name, kind)
            _scanned(arrived)
            upload = _kept(arrived, accepted, name, kind)
    except TooLargeError:
        raise _refused(
            _("%(kind)s不能超过%(most_mb)sMB，请压缩或分段后上传。")
            % {"kind": named(wanted), "most_mb": wanted.most_mb}
        ) from None
    return signing.dumps({**asdict(upload), "by": _bearer(actor)}, salt=_SALT)


def upload_of(receipt: str, actor: Actor) -> Upload:
    """The file for which ``actor`` got ``receipt``.

    Raises:
        Unfit: it is not ours, too old, somebody else's, or its file is gone.
    """
    try:
        told: dict[str, Any] = signing.loads(receipt, salt=_SALT, max_age=VALID_FOR)
    except signing.BadSignature:
        raise unfit("receipt", _("上传凭据无效或已过期，证据未添加。请重新上传文件。")) from None
    if told.pop("by") != _bearer(actor):
        raise unfit("receipt", _("这份文件不是您上传的，证据未添加。请自行上传。"))
    upload = Upload(**told)
    if not path_of(upload.sha256).exists():
        raise unfit("receipt", _("上传的文件已不在，证据未添加。请重新上传。"))
    return upload


def handed_on(receipt: str, giver: Actor, taker: Actor) -> tuple[str, str]:
    """The receipt of the same file for ``taker``, and the file's SHA-256.

    For whoever had no case yet when the file came in and is its customer now: only we, who kept
    the first receipt, may hand it on.

    Raises:
        Unfit: as ``upload_of``.
    """
    upload = upload_of(receipt, giver)
    signed = signing.dumps({**asdict(upload), "by": _bearer(taker)}, salt=_SALT)
    return signed, upload.sha256


def _judged(arrived: Arrived, name: str, kind: str) -> Accepted:
    sniffed = filetype.guess_mime(arrived.head) or ""
    verdict = judge_upload(name, arrived.size, sniffed, arrived.head, kind=kind)
    if isinstance(verdict, Refused):
        raise unfit("file", reason_told(verdict.because))
    if verdict.container and (because := check_container(arrived.path)):
        raise _refused(_("%(because)s，请另存为PDF后上传。") % {"because": because})
    return verdict


def _scanned(arrived: Arrived) -> None:
    try:
        found = scanner(settings.VIRUS_SCANNER)(arrived.path)
    except ScannerAway:
        raise _refused(_("病毒扫描暂不可用，请稍后重新上传。")) from None
    if found:
        raise _refused(_("发现病毒(%(found)s)，请检查您的设备。") % {"found": found})


def _kept(arrived: Arrived, accepted: Accepted, name: str, kind: str) -> Upload:
    try:
        copy = redacted(arrived.path, accepted.content_type, accepted.family)
    except BombError:
        raise _refused(_("图片展开后过大，请缩小后上传。")) from None
    copy_hash = keep_bytes(copy) if copy else ""
    keep(arrived)
    return Upload(
        name,
        kind,
        arrived.sha256,
        arrived.size,
        accepted.content_type,
        accepted.retention,
        copy_hash,
    )


def _refused(because: str) -> Unfit:
    return unfit("file", _("文件未保存：%(because)s") % {"because": because})


def _bearer(actor: Actor) -> str:
    return f"{actor.kind}/{actor.staff_id}/{actor.case_id}"
