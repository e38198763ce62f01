"""A program in front of the API."""

import io
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from api.described import check
from jiesu.api.hot import TOLD_MOMENT
from jiesu.people.actor import Actor
from jiesu.people.models import Staff
from jiesu.people.tokens import issue

COMPLAINTS = "/api/v1/complaints"
SLOW: dict[str, Any] = {
    "channel": "web",
    "description": "家里宽带网速很慢,签约三百兆,有线测速只有六十兆,已经一周了。",
    "desired_outcome": "修好网速,退这一周的费用",
    "name": "孙女士",
    "phone": "13800005678",
    "account": "075500012301",
    "address": "甲市东区幸福小区3号楼502",
    "region": "440100",
}


@dataclass
class Reply:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def problem(self) -> str:
        """The kind of problem, having checked that it is a whole problem document."""
        assert self.headers["Content-Type"] == "application/problem+json"
        told = self.json
        assert told["status"] == self.status
        assert told["title"]
        assert told["detail"]
        assert told["instance"].startswith("/api/v1/")
        return str(told["type"]).removeprefix("/problems/")


Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Door:
    """A program in front of one of the doors."""

    def __init__(self, application: Application, token: str = "") -> None:
        self.application = application
        self.token = token
        self.now: datetime | None = None
        """The time told to the application; None: let it look at its own clock."""

    def as_(self, actor: Actor) -> "Door":
        """The same door with the token of somebody."""
        assert actor.staff_id
        staff = Staff.objects.get(pk=actor.staff_id)
        return Door(self.application, issue(staff, label="test", at=datetime.now(UTC)))

    def get(self, path: str, **headers: str) -> Reply:
        return self.ask("GET", path, b"", **headers)

    def post(self, path: str, words: Any = None, **headers: str) -> Reply:
        told = words if isinstance(words, bytes) else json.dumps(words or {}).encode()
        return self.ask("POST", path, told, **headers)

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> Reply:
        """Ask, and hold the answer against the description."""
        path, _, query = path.partition("?")
        environ: dict[str, Any] = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": "testserver",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "wsgi.input": io.BytesIO(body),
            "wsgi.url_scheme": "http",
            "CONTENT_LENGTH": str(len(body)),
            "CONTENT_TYPE": headers.pop("Content_Type", "application/json"),
        }
        if self.token:
            environ["HTTP_AUTHORIZATION"] = f"Bearer {self.token}"
        if self.now:
            environ[TOLD_MOMENT] = self.now
        environ |= {f"HTTP_{name.upper()}": value for name, value in headers.items()}
        told: dict[str, Any] = {}

        def start(status: str, answered: list[tuple[str, str]], *_: Any) -> None:
            told["status"], told["headers"] = int(status[:3]), dict(answered)

        given = b"".join(self.application(environ, start))
        media = told["headers"].get("Content-Type", "")
        check(method, path, told["status"], media, given)
        return Reply(told["status"], told["headers"], given)
