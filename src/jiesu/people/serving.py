"""Which unit serves as a kind of department for another one."""

from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from jiesu.people.models import Organisation


def able_to_serve(near: str) -> QuerySet[Organisation]:
    """Units that may take on work from the path ``near``: not those of another province.

    A neighbour city may help, and so may a department of the whole group; each province is a
    company of its own, and who complains to one is no matter of the others (§17, §18).
    """
    provinces = Organisation.objects.filter(kind="province").values_list("path", flat=True)
    foreign = [Q(path__startswith=path) for path in provinces if not near.startswith(path)]
    return Organisation.objects.exclude(reduce(or_, foreign, Q(pk__in=())))


def nearest_serving(department: str, near: str) -> Organisation | None:
    """The unit serving as ``department`` that shares most with the path ``near``."""
    serving = able_to_serve(near).filter(serves__contains=[department])
    return max(serving, key=lambda unit: _shared(unit.path, near), default=None)


def _shared(left: str, right: str) -> int:
    """How many ancestors two units share."""
    pairs = zip(left.split("/"), right.split("/"), strict=False)
    return sum(1 for one, other in pairs if one == other)
