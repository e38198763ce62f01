"""One process that starts all others, keeps them alive, and takes them down in order.

Children are tied to it (leash.py): if it is killed without warning they end by themselves, the
database cleanly, and the next start waits until the last of them is gone. Two supervisors never
share a home: the first holds a lock. Signals are taken one by one where we wait, never in the
middle of something: SIGTERM, SIGINT and SIGHUP ask for a clean end, a second one at least a second
later for a quick one.
"""

import fcntl
import http.client
import os
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, NoReturn

from jiesu.config import embedded, metrics_folder
from jiesu.config.child import Child
from jiesu.config.ports import refuse_if_taken

_ASKED = frozenset({signal.SIGTERM, signal.SIGINT, signal.SIGHUP})
_HEARD = _ASKED | {signal.SIGCHLD}
_READY_SECONDS = 90.0
_LEFTOVER_SECONDS = 120.0
_CHILDREN_SECONDS = 30.0
_DATABASE_SECONDS = 120.0


class Refusal(RuntimeError):  # noqa: N818 - nothing went wrong: it is said in time
    """A start that cannot be; its text says why, what was kept, what to do next."""


class Asked(Exception):  # noqa: N818 - not an error: somebody asked us to end
    """Somebody asked for the end."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to start, where."""

    home: Path
    host: str
    port: int
    live_port: int
    """Where the live stream answers."""
    database_url: str
    """Of a server that is not ours to start; empty for the embedded one."""
    services: tuple[tuple[str, tuple[str, ...]], ...]
    """Name and words of each command that runs as long as we do; the web first."""
    greeting: tuple[str, ...]
    """A command run once before; what it prints follows the ready line."""
    lead: str
    """What stands before it."""
    may_refuse: bool
    """Whether the greeting may exit with 1 because there is nothing to greet with any more."""

    @property
    def address(self) -> str:
        """Where the web answers."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"


@dataclass(slots=True)
class Supervisor:
    """Runs one ``plan``: ``run()`` returns when it was asked to end and all is down."""

    plan: Plan
    _children: list[Child] = field(default_factory=list)
    _database: Child | None = None
    _locks: list[IO[str]] = field(default_factory=list)

    def run(self) -> None:
        """Start everything, say so, keep it alive; returns after a clean end.

        Raises RuntimeError when it cannot start; whatever did start is down again then.
        """
        self._lock_home()
        signal.pthread_sigmask(signal.SIG_BLOCK, _HEARD)
        try:
            self._start()
            self._watch()
        except Asked:
            return
        finally:
            self._stop()

    def _start(self) -> None:
        self._wait_for_leftovers()
        refuse_if_taken(self.plan.host, self.plan.port)
        (self.plan.home / "logs").mkdir(mode=0o700, exist_ok=True)
        metrics_folder.emptied(self.plan.home)
        if not self.plan.database_url:
            self._start_database()
        self._do("migrate")
        greeting = self._greeting()
        self._children = [self._child(name, *words) for name, words in self.plan.services]
        for child in self._children:
            child.start()
        self._until(self._web_answers, _READY_SECONDS, self._children[0])
        print(f"ready: {self.plan.address}\n{greeting}", end="", flush=True)

    def _watch(self) -> NoReturn:
        while True:
            for child in self._children:
                self._say(child.mend())
            if self._database and not self._database.running:
                self._say(self._database.mend())
            self._listen(1.0)

    def _stop(self) -> None:
        """Children first, so that the database has nobody left to wait for."""
        self._end(self._children, signal.SIGTERM, _CHILDREN_SECONDS, signal.SIGKILL)
        if self._database:
            self._end([self._database], signal.SIGINT, _DATABASE_SECONDS, signal.SIGQUIT)

    def _end(
        self, children: list[Child], ask: signal.Signals, seconds: float, force: signal.Signals
    ) -> None:
        began = time.monotonic()
        for child in children:
            child.tell(ask)
        while any(child.running for child in children):
            waited = time.monotonic() - began
            heard = signal.sigtimedwait(_HEARD, 0.2)
            impatient = heard is not None and heard.si_signo in _ASKED and waited > 1
            if impatient or waited > seconds:
                for child in children:
                    child.tell(force)

    def _lock_home(self) -> None:
        lock = (self.plan.home / "supervisor.lock").open("a+")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            raise Refusal(
                f"{self.plan.home} 已有一个接诉在运行，本次没有启动任何进程。"
                "请先停止它（Ctrl-C 或 SIGTERM），或用 --home 指定另一个目录。"
            ) from None
        self._locks.append(lock)

    def _wait_for_leftovers(self) -> None:
        """Children of a killed supervisor end by themselves; the database may need a bit."""
        with self._leftovers.open("a") as lock:

            def gone() -> bool:
                with suppress(BlockingIOError):
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    return True
                return False

            self._until(gone, _LEFTOVER_SECONDS)

    def _start_database(self) -> None:
        folder = self.plan.home / "postgres"
        embedded.prepare(folder, {})
        self._database = embedded.child_at(self.plan.home)
        self._database.start()
        server = embedded.address(folder, "postgres")
        self._until(lambda: embedded.answers(server), embedded.RECOVERY_SECONDS, self._database)
        embedded.ensure_database(server)

    def _greeting(self) -> str:
        if not self.plan.greeting:
            return ""
        well = (0, 1) if self.plan.may_refuse else (0,)
        said = self._do(*self.plan.greeting, well=well)
        return f"{self.plan.lead}{said}" if said else ""

    def _do(self, *words: str, well: tuple[int, ...] = (0,)) -> str:
        """Run a command to its end and return what it printed. Raises Refusal when it fails."""
        child = self._child(words[0], *words, speaks=True)
        child.start()
        self._children = [child]
        self._until(lambda: not child.running)
        said = child.said()
        if child.code not in well:
            raise Refusal(f"jiesu {words[0]} 失败，启动中止，已有数据保留：\n{child.last_words()}")
        return said

    def _child(self, name: str, *words: str, speaks: bool = False) -> Child:
        return Child(
            name=name,
            words=[sys.executable, "-m", "jiesu.config.main", *words],
            log=self.plan.home / "logs" / f"{name}.log",
            environ=self._environ(),
            leftovers=self._leftovers,
            speaks=speaks,
        )

    def _environ(self) -> dict[str, str]:
        url = self.plan.database_url or embedded.address(self.plan.home / "postgres")
        return {
            "JIESU_BASE_URL": self.plan.address,
            "JIESU_LIVE_URL": f":{self.plan.live_port}",
            **os.environ,
            "JIESU_HOME": str(self.plan.home),
            "JIESU_DATABASE_URL": url,
            metrics_folder.VARIABLE: str(self.plan.home / "metrics"),
        }

    def _web_answers(self) -> bool:
        door = http.client.HTTPConnection(self.plan.host, self.plan.port, timeout=5)
        try:
            door.request("GET", "/healthz")
            return door.getresponse().status == http.HTTPStatus.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            door.close()

    def _until(
        self, true: Callable[[], bool], seconds: float = float("inf"), child: Child | None = None
    ) -> None:
        """Wait for ``true``. Refusal after ``seconds`` or when ``child`` died; Asked if asked."""
        until = time.monotonic() + seconds
        while not true():
            self._listen(0.1)
            if child is not None and not child.running:
                raise Refusal(
                    f"{child.name} 没有起来，启动中止，已有数据保留：\n{child.last_words()}"
                )
            if time.monotonic() > until:
                raise Refusal(_too_long(child, self.plan.home, seconds))

    def _listen(self, seconds: float) -> None:
        """Wait until a child ends or the time is over. Raises Asked when we are asked to end."""
        heard = signal.sigtimedwait(_HEARD, seconds)
        if heard is not None and heard.si_signo in _ASKED:
            raise Asked

    def _say(self, sentence: str | None) -> None:
        if sentence:
            stamp = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
            with (self.plan.home / "logs" / "supervisor.log").open("a", encoding="utf-8") as log:
                log.write(f"{stamp} {sentence}\n")

    @property
    def _leftovers(self) -> Path:
        return self.plan.home / "children.lock"


def _too_long(child: Child | None, home: Path, seconds: float) -> str:
    if child is None:
        return (
            f"{home} 上次留下的进程 {seconds:g} 秒后仍未退出，本次没有启动任何进程。"
            "请查看是否有 jiesu 命令还在使用它，稍后再试。"
        )
    return f"{child.name} 在 {seconds:g} 秒内没有应答，启动中止，已有数据保留；日志：{child.log}"
