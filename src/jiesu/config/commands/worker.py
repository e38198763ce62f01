"""Do the queued jobs and all that runs by the clock."""

import argparse

from jiesu.kit.jobs import run_worker


def arguments(parser: argparse.ArgumentParser) -> None:
    """Take which queues, and how many jobs at once."""
    parser.add_argument("--queue", action="append", help="only this queue; may be repeated")
    parser.add_argument("--concurrency", type=int, default=4, help="jobs at the same time")
    parser.add_argument("--once", action="store_true", help="do what waits, then end")


def run(args: argparse.Namespace) -> None:
    """Work until SIGTERM or SIGINT; the jobs under way are finished first."""
    run_worker(concurrency=args.concurrency, queues=args.queue, wait=not args.once)
