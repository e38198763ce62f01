"""Which unit serves as a kind of department for another one."""

from jiesu.people.models import Organisation


def nearest_serving(department: str, near: str) -> Organisation | None:
    """The unit serving as ``department`` that shares most with the path ``near``."""
    serving = Organisation.objects.filter(serves__contains=[department])
    return max(serving, key=lambda unit: _shared(unit.path, near), default=None)


def _shared(left: str, right: str) -> int:
    """How many ancestors two units share."""
    pairs = zip(left.split("/"), right.split("/"), strict=False)
    return sum(1 for one, other in pairs if one == other)
