"""Keep the clocks: warnings, breaches, the ladder, and what the system does by itself."""

import argparse
import signal

from jiesu.config.metrics import count_round
from jiesu.upkeep.keeper import clock_keeper


def arguments(parser: argparse.ArgumentParser) -> None:
    """Take how many promises are acted on in one transaction."""
    parser.add_argument("--batch", type=int, default=200, help="promises in one transaction")


def run(args: argparse.Namespace) -> None:
    """Keep until SIGTERM or SIGINT; the batch under way is finished first."""
    keeper = clock_keeper(count_round, batch=args.batch)
    for asked in (signal.SIGTERM, signal.SIGINT):
        signal.signal(asked, lambda *_: keeper.end())
    keeper.run()
