"""Carry messages to their readers: e-mail, text messages, portal."""

import argparse
import signal

from jiesu.config.carriers import carriers
from jiesu.upkeep.postman import postman


def arguments(parser: argparse.ArgumentParser) -> None:
    """Take nothing: carriers are configured by the environment."""


def run(args: argparse.Namespace) -> None:  # noqa: ARG001 - every command takes them
    """Deliver until SIGTERM or SIGINT; the messages in hand are delivered first."""
    loop = postman(carriers())
    for asked in (signal.SIGTERM, signal.SIGINT):
        signal.signal(asked, lambda *_: loop.end())
    loop.run()
