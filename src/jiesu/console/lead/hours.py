"""Shifts as people write them: ``1-5 08:30-17:30``, one a line."""

import re
from collections.abc import Sequence

from django.utils.translation import gettext as _

from jiesu.people.duties import Shift

_LINE = re.compile(r"([1-7])(?:-([1-7]))?\s+([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)")


class Unreadable(ValueError):  # noqa: N818 - a sentence for the person, not a failure
    """A line that is no shift; the message says which."""


def read_shifts(text: str) -> list[Shift]:
    """Read shifts; raises Unreadable naming the first line that is none."""
    found: list[Shift] = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        told = _LINE.fullmatch(line)
        if told is None:
            raise Unreadable(
                _("看不懂“%(line)s”，未保存。请写成：1-5 08:30-17:30。") % {"line": line[:40]}
            )
        first, last, h1, m1, h2, m2 = told.groups()
        days = range(int(first), int(last or first) + 1)
        found += [(weekday, f"{h1}:{m1}", f"{h2}:{m2}") for weekday in days]
    return found


def written(shifts: Sequence[Sequence[int | str]]) -> str:
    """Write shifts down again, days with the same hours in a row together."""
    lines: list[list[int | str]] = []
    for day, since, until in shifts:
        if lines and lines[-1][1] == int(day) - 1 and lines[-1][2:] == [since, until]:
            lines[-1][1] = int(day)
        else:
            lines.append([int(day), int(day), since, until])
    return "\n".join(
        f"{first}{'' if first == last else f'-{last}'} {since}-{until}"
        for first, last, since, until in lines
    )
