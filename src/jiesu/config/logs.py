"""Logs: one JSON line an event on standard error, with the request's id and without personal data.

Who writes a log names ids and codes, never people. Should a number slip in all the same (a
library's message, a traceback), all that looks like the number of a telephone, a card or a person,
or like an e-mail address, is masked here, and the row in an error of the database left out (§18).
"""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

_PERSONAL = re.compile(
    r"(?<!\d)(?:"
    r"(?:\+?86[- ]?)?1[3-9]\d(?:[\s.·_/\-\u2010-\u2015－]{0,3}\d{4}){2}"
    r"|0\d{2,3}-\d{7,8}"
    r"|\d{17}[\dXx]"
    r"|\d{4}(?:[- ]?\d{4}){3}(?:[- ]?\d{1,3})?"
    r")(?!\d)"
    r"|(?<![\w.%+-])[\w.%+-]++@[\w-]++(?:\.[\w-]+)+"
)
_ROW = re.compile(
    r"^(?:DETAIL|CONTEXT|详细信息|背景)[:：].*?(?=^(?:HINT|提示|Traceback|The above|During )|\Z)",
    re.MULTILINE | re.DOTALL,
)
"""What PostgreSQL adds to an error: the row it refused, names and texts and all."""
Entry = MutableMapping[str, Any]


def configure(settings: dict[str, Any]) -> None:
    """Send our own lines and every library's through one pipe; Django calls this at start.

    ``settings["level"]`` is the least level that is written.
    """
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = _StandardError()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                mask_numbers,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    _take_over(handler, settings.get("level", "INFO"))


def mask_numbers(_logger: object, _method: str, entry: Entry) -> Entry:
    """Mask numbers and addresses of people in every text of ``entry``, also deep inside."""
    return {key: _masked(value) for key, value in entry.items()}


def _masked(value: Any) -> Any:
    if isinstance(value, str):
        return _PERSONAL.sub("***", _ROW.sub("***", value))
    if isinstance(value, dict):
        return {key: _masked(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_masked(each) for each in value]
    return value


class _StandardError(logging.Handler):
    """Writes to what standard error is now: a supervisor or a test may have put another there."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            sys.stderr.write(f"{self.format(record)}\n")
            sys.stderr.flush()
        except Exception:  # noqa: BLE001 - a log that cannot be written must not stop the work
            self.handleError(record)


def _take_over(handler: logging.Handler, level: str) -> None:
    """Give every logger our handler; Django's own would mail and print."""
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in ("django", "django.server", "procrastinate", "granian", "granian.access"):
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
    logging.getLogger("django.request").setLevel(logging.ERROR)  # a 404 has its request line
    for name in ("procrastinate.blueprints", "procrastinate.periodic"):
        logging.getLogger(name).setLevel(logging.WARNING)  # each process tells its whole table
