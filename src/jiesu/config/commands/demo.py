"""Load the demonstration: people, cases and all that hangs on them; name its logins."""

import argparse
import json
from collections.abc import Sequence
from datetime import UTC, datetime

from django.db import transaction

from jiesu.config.demo import DEMO, logins
from jiesu.people.demo import CastMember
from jiesu.people.models import Staff

NEEDS_DATABASE = True


def arguments(parser: argparse.ArgumentParser) -> None:
    """Take how to tell the logins."""
    parser.add_argument("--json", action="store_true", help="tell the logins as JSON")


def run(args: argparse.Namespace) -> None:
    """Lay it out, whole or not at all, unless the database has people in it already."""
    with transaction.atomic():
        if not Staff.objects.exists():
            _lay_out(datetime.now(UTC))
    _tell(logins(), as_json=args.json)


def _lay_out(now: datetime) -> None:
    for part in DEMO:
        part(now)


def _tell(members: Sequence[CastMember], *, as_json: bool) -> None:
    if as_json:
        print(json.dumps([member._asdict() for member in members], ensure_ascii=False))
        return
    if members:
        print(f"演示账号（口令均为 {members[0].password}）：")
    for member in members:
        print(f"  {member.username:<14}{member.name}\t{member.work}")
