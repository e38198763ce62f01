"""The body of a request as the words of what is asked."""

from typing import TypeVar

import msgspec

from jiesu.api.asked import Task
from jiesu.api.problems import Trouble
from jiesu.cases.faults import unfit_words

T = TypeVar("T")


def read(task: Task, decoder: "msgspec.json.Decoder[T]") -> T:
    """Read the body.

    Raises:
        Trouble: it is no JSON, or too long. Unfit: it is, but does not say what is needed.
    """
    body = task.asked.body
    if body is None:
        raise Trouble("too-large")
    if not _is_json(task.asked.content_type):
        raise Trouble("not-json")
    try:
        return decoder.decode(body)
    except msgspec.ValidationError as error:
        raise unfit_words(error) from error
    except (ValueError, RecursionError) as error:
        raise Trouble("unreadable") from error


def _is_json(content_type: str) -> bool:
    kind, _, rest = content_type.lower().partition(";")
    charset = rest.partition("charset=")[2].strip(' "')
    return kind.strip() == "application/json" and charset in {"", "utf-8"}
