"""A token for the API: of a member of staff, or in the demonstration of a role."""

import argparse
import json
import sys
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from jiesu.people.models import Staff
from jiesu.people.tokens import issue

NEEDS_DATABASE = True
_MOST_DAYS = 3660


def arguments(parser: argparse.ArgumentParser) -> None:
    """Take whose token, for how long, and how to print it."""
    who = parser.add_mutually_exclusive_group(required=True)
    who.add_argument("--user", help="user name")
    who.add_argument("--role", help="R03 … R26; only in the demonstration")
    parser.add_argument("--days", type=_days, help="valid so many days; without it until revoked")
    parser.add_argument("--label", default="jiesu token", help="what it is for")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace) -> int:
    """Print the token; it cannot be shown again."""
    staff = _whose(args)
    if isinstance(staff, str):
        print(staff, file=sys.stderr)
        return 1
    now = timezone.now()
    until = now + timedelta(days=args.days) if args.days else None
    token = issue(staff, label=args.label, at=now, expires_at=until)
    told = {"token": token, "user": staff.username, "expires_at": until and until.isoformat()}
    print(json.dumps(told) if args.json else token)
    return 0


def _days(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= _MOST_DAYS:
        raise argparse.ArgumentTypeError(f"{text}: a whole number from 1 to {_MOST_DAYS}")
    return int(text)


def _whose(args: argparse.Namespace) -> Staff | str:
    """The member of staff, or why there is none."""
    present = Staff.objects.filter(left_at=None)
    if args.user:
        found = present.filter(username=args.user).first()
        return found or (f"没有在职用户 {args.user}，未签发令牌。")
    if not settings.DEMO:
        return "--role 只用于演示环境（JIESU_DEMO=1）；请用 --user 指定人员。"
    found = present.filter(grants__role=args.role, grants__revoked_at=None).order_by("pk").first()
    return found or (f"没有人担任 {args.role}，未签发令牌；请先载入演示数据。")
