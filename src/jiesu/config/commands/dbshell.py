"""Open psql on the database in use; words after -- go to psql."""

import argparse
import subprocess

from jiesu.config.postgres_programs import addressed, program

NEEDS_DATABASE = True


def arguments(parser: argparse.ArgumentParser) -> None:
    """Take psql's own words."""
    parser.add_argument("words", nargs="*", help="words for psql, e.g. -- -c 'SELECT 1'")


def run(args: argparse.Namespace) -> int:
    """Run psql of the server's version and return its exit code."""
    done = subprocess.run([program("psql"), *args.words], env=addressed(), check=False)
    return done.returncode
