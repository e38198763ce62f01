"""The link by which an empty installation gets its first administrator."""

import argparse
import sys

from django.utils import timezone

from jiesu.people.errors import RefusedError
from jiesu.people.first_admin import first_link

NEEDS_DATABASE = True


def arguments(parser: argparse.ArgumentParser) -> None:
    """Take nothing."""


def run(args: argparse.Namespace) -> int:  # noqa: ARG001 - the command's signature
    """Print the link."""
    try:
        print(first_link(at=timezone.now()))
    except RefusedError as refused:
        print(refused, file=sys.stderr)
        return 1
    return 0
