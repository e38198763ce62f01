"""Whether the web's port is free, and what to say when it is not."""

import errno
import socket


def first_free(host: str, port: int, tries: int = 100) -> int:
    """Return the first port from ``port`` on where one could listen just now."""
    return next((p for p in range(port, port + tries) if not _why_taken(host, p)), port)


def refuse_if_taken(host: str, port: int) -> None:
    """Raise RuntimeError with advice when nobody could listen on ``host``:``port``."""
    if error := _why_taken(host, port):
        raise RuntimeError(_advice(host, port, error)) from error


def _why_taken(host: str, port: int) -> OSError | None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((host, port))
        except OSError as error:
            return error
    return None


def _advice(host: str, port: int, error: OSError) -> str:
    kept = "没有启动任何进程，数据未改动。"
    if error.errno == errno.EADDRINUSE:
        return f"端口 {port} 已被其他程序占用；{kept}请换一个端口，例如：bin/run --port {port + 1}"
    if error.errno == errno.EACCES:
        return f"无权使用端口 {port}；{kept}请换一个大于 1023 的端口，例如：bin/run --port 8000"
    return f"无法在 {host}:{port} 上监听（{error.strerror}）；{kept}请检查 --host 和 --port。"
