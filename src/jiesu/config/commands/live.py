"""Serve the live stream: what moved is told to the screens that show it."""

import argparse

from granian.constants import Interfaces
from granian.server import Server

from jiesu.config.ports import refuse_if_taken
from jiesu.console.together.live.hub import MOST


def arguments(parser: argparse.ArgumentParser) -> None:
    """Take where to listen."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--port", type=int, default=8001, help="port to listen on")


def run(args: argparse.Namespace) -> None:
    """Serve until SIGTERM or SIGINT; any number may run beside each other.

    One process holds some thousands of streams (docs/decisions/0080); screens that find no place
    ask every half minute instead.
    """
    refuse_if_taken(args.host, args.port)
    Server(
        "jiesu.config.live_worker:application",
        address=args.host,
        port=args.port,
        interface=Interfaces.ASGI,
        workers=1,
        websockets=False,
        backlog=4096,
        backpressure=MOST + 500,
        respawn_failed_workers=True,
        workers_kill_timeout=5,
    ).serve()
