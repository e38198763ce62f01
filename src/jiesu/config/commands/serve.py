"""Serve the web: screens, API, portal."""

import argparse
import os

from django.conf import settings
from django.core.management import call_command
from granian.constants import Interfaces
from granian.server import Server

from jiesu.config import metrics_folder
from jiesu.config.ports import refuse_if_taken
from jiesu.kit.home import home


def arguments(parser: argparse.ArgumentParser) -> None:
    """Take where to listen and with how many hands."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on")
    parser.add_argument("--processes", type=int, default=2, help="worker processes, one a core")
    parser.add_argument(
        "--threads",
        type=int,
        default=16,
        help="threads a process: so many contacts are stored together at most",
    )


def run(args: argparse.Namespace) -> None:
    """Gather the static files, then serve until SIGTERM or SIGINT; requests under way are finished.

    A process a core; with sixteen threads contacts that come at the same time meet often enough to
    be stored together, and a slow line holds up nobody (docs/decisions/0141). Of those that ask the
    API, two work at a time (0144).
    """
    refuse_if_taken(args.host, args.port)
    call_command("collectstatic", interactive=False, verbosity=0)
    if metrics_folder.VARIABLE not in os.environ:
        os.environ[metrics_folder.VARIABLE] = str(metrics_folder.emptied(home()))
    Server(
        "jiesu.config.web_worker:application",
        address=args.host,
        port=args.port,
        interface=Interfaces.WSGI,
        workers=args.processes,
        blocking_threads=args.threads,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=20,
        static_path_route=["/static"],
        static_path_mount=[settings.STATIC_ROOT],
        static_path_expires=300,
    ).serve()
