"""Hands out a file whole or one range of it, so that a player can go to any moment (RFC 9110)."""

import re
from collections.abc import Iterator
from pathlib import Path

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from jiesu.cases.evidence import Piece

_RANGE = re.compile(r"bytes=(\d*)-(\d*)")
_CHUNK = 1 << 18


def ranged(request: HttpRequest, piece: Piece) -> HttpResponseBase:
    """Answer with the range asked for, or with all of it; several ranges get all of it."""
    size = piece.path.stat().st_size
    headers = {**piece.headers, "Accept-Ranges": "bytes"}
    asked = _RANGE.fullmatch(request.headers.get("Range", ""))
    if asked is None or not any(asked.groups()):
        headers["Content-Length"] = str(size)
        return StreamingHttpResponse(piece.chunks(), headers=headers)
    first, last = _bounds(asked[1], asked[2], size)
    if first > last:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    headers["Content-Length"] = str(last - first + 1)
    return StreamingHttpResponse(_part(piece.path, first, last), status=206, headers=headers)


def _bounds(first: str, last: str, size: int) -> tuple[int, int]:
    """The first and last byte; ``-500`` are the last five hundred."""
    if not first:
        return max(0, size - int(last)), size - 1
    return int(first), min(int(last), size - 1) if last else size - 1


def _part(path: Path, first: int, last: int) -> Iterator[bytes]:
    left = last - first + 1
    with path.open("rb") as file:
        file.seek(first)
        while left > 0 and (chunk := file.read(min(_CHUNK, left))):
            left -= len(chunk)
            yield chunk
