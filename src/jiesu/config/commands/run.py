"""Start everything on one machine: database, web, worker, clock-keeper."""

import argparse
import os
import pkgutil
from pathlib import Path

from jiesu.config import commands
from jiesu.config.ports import first_free
from jiesu.config.supervisor import Plan, Supervisor
from jiesu.kit.home import home


def arguments(parser: argparse.ArgumentParser) -> None:
    """Take the door, the home, and whether it starts without demo data."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on")
    parser.add_argument(
        "--live-port", type=int, help="port of the live stream; else the next free one"
    )
    parser.add_argument("--home", type=Path, help="folder of this installation (JIESU_HOME)")
    parser.add_argument("--empty", action="store_true", help="no demo data on an empty home")


def run(args: argparse.Namespace) -> None:
    """Start, print one line when the web answers, and end cleanly on Ctrl-C or SIGTERM."""
    if args.home:
        os.environ["JIESU_HOME"] = str(args.home)
    live = args.live_port or first_free(args.host, args.port + 1)
    Supervisor(
        Plan(
            home=home(),
            host=args.host,
            port=args.port,
            database_url=os.environ.get("JIESU_DATABASE_URL", ""),
            live_port=live,
            services=tuple(_services(args.host, str(args.port), str(live))),
            greeting=_greeting(empty=args.empty),
            lead="首任管理员请打开此链接（仅一次有效）：\n" if args.empty else "",
            may_refuse=args.empty,
        )
    ).run()


def _services(host: str, port: str, live: str) -> list[tuple[str, tuple[str, ...]]]:
    """All that runs as long as we do; the keeper from the day there is one."""
    all_of_them = [
        ("web", ("serve", "--host", host, "--port", port)),
        ("live", ("live", "--host", host, "--port", live)),
        ("worker", ("worker",)),
        ("keeper", ("keeper",)),
        ("deliver", ("deliver",)),
    ]
    return [(name, words) for name, words in all_of_them if words[0] in _present()]


def _present() -> set[str]:
    return {module.name for module in pkgutil.iter_modules(commands.__path__)}


def _greeting(*, empty: bool) -> tuple[str, ...]:
    """The logins of the demonstration, or the link for the first administrator."""
    name = "first_admin" if empty else "demo"
    return (name,) if name in _present() else ()
