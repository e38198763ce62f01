"""An exchange that only pretends: it tells of a call as a real one would, over HTTP."""

import json
from typing import Any
from urllib.request import Request, urlopen

TIMEOUT = 10
"""Seconds."""


def tell(base_url: str, token: str, event: str, told: dict[str, Any]) -> dict[str, Any]:
    """Tell the house at ``base_url`` of ``event``: ringing, answered or ended.

    Raises urllib.error.HTTPError with the problem document as its body when it is refused.
    """
    if not base_url.startswith(("http://", "https://")):
        raise ValueError(f"{base_url}: an address beginning with http:// or https://")
    request = Request(  # noqa: S310 - checked above
        f"{base_url}/api/v1/cti/{event}",
        data=json.dumps(told).encode(),
        headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
    )
    with urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310 - the same request
        read: dict[str, Any] = json.loads(answer.read())
    return read
