"""ClamAV's daemon over its socket, by the INSTREAM command."""

import socket
import struct
from pathlib import Path

from jiesu.gateways.virus.verdict import ScannerAway

TIMEOUT = 60.0
_CHUNK = 1 << 16
_LENGTH = struct.Struct("!L")


def scan(address: str, path: Path) -> str:
    """Name of what clamd at ``address`` finds in the file at ``path``; empty if nothing.

    Raises ScannerAway when it does not answer, or answers that it cannot tell.
    """
    try:
        with _connect(address) as talk:
            answer = _ask(talk, path)
    except OSError as error:
        raise ScannerAway(str(error)) from error
    if answer.endswith("OK"):
        return ""
    if answer.endswith("FOUND"):
        return answer.removeprefix("stream: ").removesuffix(" FOUND")
    raise ScannerAway(answer or "no answer")


def _connect(address: str) -> socket.socket:
    host, _, port = address.rpartition(":")
    if host:
        return socket.create_connection((host, int(port)), TIMEOUT)
    talk = socket.socket(socket.AF_UNIX)
    talk.settimeout(TIMEOUT)
    try:
        talk.connect(address)
    except OSError:
        talk.close()
        raise
    return talk


def _ask(talk: socket.socket, path: Path) -> str:
    talk.sendall(b"zINSTREAM\0")
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            talk.sendall(_LENGTH.pack(len(chunk)) + chunk)
    talk.sendall(_LENGTH.pack(0))
    answer = b""
    while not answer.endswith(b"\0") and (more := talk.recv(4096)):
        answer += more
    return answer.rstrip(b"\0").decode(errors="replace").strip()
