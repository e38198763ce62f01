"""The copy for wide use: a picture drawn anew, without what its camera noted; a text masked."""

import io
import warnings
import zipfile
from pathlib import Path

from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from jiesu.kit.masks import mask_text

MOST_PIXELS = 100_000_000
MOST_UNPACKED = 300 * 1024 * 1024
_CHUNK = 1 << 18
_FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
_ENCODINGS = ("utf-8-sig", "gb18030")


class BombError(ValueError):
    """Small outside, huge inside."""


def redacted(path: Path, content_type: str, family: str) -> bytes | None:
    """The copy, or None where we cannot make one: then only the original is there.

    Raises:
        BombError: the picture would fill the memory.
    """
    if family == "text":
        return _masked(path.read_bytes())
    if content_type in _FORMATS:
        return _drawn_anew(path, _FORMATS[content_type])
    return None


def check_container(path: Path) -> str:
    """Why the zip at ``path`` is no document; empty if it is one. Nothing is written to disk."""
    try:
        with zipfile.ZipFile(path) as told:
            names = told.namelist()
            left = MOST_UNPACKED
            for info in told.infolist():
                left -= _length(told, info, left)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError):
        return _("文件已损坏或加密")
    except BombError:
        return _("文件展开后过大")
    if "[Content_Types].xml" not in names:
        return _("内容不是文档")
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        return _("文档含有宏程序")
    return ""


def _length(told: zipfile.ZipFile, info: zipfile.ZipInfo, most: int) -> int:
    """Bytes that come out of one member, whatever its heading says."""
    size = 0
    with told.open(info) as member:
        while chunk := member.read(_CHUNK):
            size += len(chunk)
            if size > most:
                raise BombError
    return size


def _drawn_anew(path: Path, kind: str) -> bytes | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(path, formats=(kind,)) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise BombError
                upright = ImageOps.exif_transpose(picture)
                clean = Image.new(upright.mode, upright.size)
                clean.paste(upright)
                if upright.mode == "P" and (palette := upright.getpalette()):
                    clean.putpalette(palette)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise BombError from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        if isinstance(error, BombError):
            raise
        return None
    copy = io.BytesIO()
    clean.save(copy, kind, quality=88)
    return copy.getvalue()


def _masked(content: bytes) -> bytes | None:
    for encoding in _ENCODINGS:
        try:
            return mask_text(content.decode(encoding)).encode()
        except UnicodeDecodeError:
            continue
    return None
