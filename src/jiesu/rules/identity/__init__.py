"""Who somebody has proved to be, and what they may be told (§12.2)."""

from jiesu.rules.identity.proving import (
    Authorisation,
    Standing,
    level_of,
    may_tell,
    may_tell_agent,
)

__all__ = ["Authorisation", "Standing", "level_of", "may_tell", "may_tell_agent"]
