"""What the demonstration consists of, in the order in which it is laid out."""

from collections.abc import Callable, Sequence
from datetime import datetime

from jiesu.config.demo_desk import lay_out_desks
from jiesu.config.demo_stories import tell_stories
from jiesu.kit.home import home
from jiesu.people.demo import CastMember, demo_cast, lay_out_people

Part = Callable[[datetime], object]

DEMO: tuple[Part, ...] = (lay_out_people, lay_out_desks, tell_stories)
"""Each part is told what time it is and may lean on those before it."""


def logins() -> Sequence[CastMember]:
    """Who can log in to the demonstration; nobody on a home that is none."""
    return demo_cast() if (home() / "demo-password").exists() else ()
