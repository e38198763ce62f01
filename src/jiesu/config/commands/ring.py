"""Let a pretended telephone exchange tell of a call, to see the agent's screen open."""

import argparse
import json
import secrets
import sys
from urllib.error import HTTPError, URLError

from django.conf import settings
from django.utils import timezone

from jiesu.gateways.cti.pretend import tell

NEEDS_DATABASE = False


def arguments(parser: argparse.ArgumentParser) -> None:
    """Take who calls whom, and how far the call goes."""
    parser.add_argument("caller", help="the caller's number")
    parser.add_argument("agent", help="work number or extension of the desk")
    parser.add_argument("--token", required=True, help="of an account that may ring (jiesu token)")
    parser.add_argument("--call-id", default="", help="without it a new call")
    parser.add_argument("--event", choices=("ringing", "answered", "ended"), default="ringing")
    parser.add_argument("--recording", default="", help="reference, with --event ended")
    parser.add_argument("--url", default="", help="of the house; without it JIESU_BASE_URL")


def run(args: argparse.Namespace) -> int:
    """Tell of the call and print what was noted, or why it was refused."""
    call_id = args.call_id or f"pretend-{secrets.token_hex(6)}"
    told = {"call_id": call_id, "at": timezone.now().isoformat()}
    if args.event == "ringing":
        told |= {"caller": args.caller, "agent": args.agent}
    elif args.event == "ended":
        told |= {"recording": args.recording}
    url = args.url or settings.BASE_URL
    try:
        print(json.dumps(tell(url, args.token, args.event, told), ensure_ascii=False))
    except HTTPError as refused:
        print(refused.read().decode(), file=sys.stderr)
        return 1
    except (URLError, ValueError) as failed:
        print(f"{url} 没有应答，来电没有送达：{failed}。请先启动服务。", file=sys.stderr)
        return 1
    return 0
