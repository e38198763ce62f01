"""The components, as tags: ``{% load ui %}``. Each is shown alive at /ui/ in all its states."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from jiesu.ui import joining
from jiesu.ui.event import Event
from jiesu.ui.fields import Choice, Field, Kind
from jiesu.ui.graph import Graph
from jiesu.ui.remaining import countdown_words, remaining
from jiesu.ui.sheet import sheet_digest
from jiesu.ui.small import badge, clock, due, marked, stamp
from jiesu.ui.styles import BEHAVIOURS, CUSTOMER_BEHAVIOURS, STYLES
from jiesu.ui.tongue import chinese_within, in_its_tongue

register = template.Library()
for each in (badge, marked, clock):
    register.simple_tag(each)
register.filter("stamp", stamp)
register.filter("due", due)
register.filter("in_its_tongue", in_its_tongue)
register.filter("chinese_within", chinese_within)


@register.simple_tag
@cache
def styles() -> SafeString:
    """Link the style sheets of every page: forty addresses, the same until the process ends."""
    sheets = ((static(f"ui/css/{name}.css"),) for name in STYLES)
    return format_html_join("\n  ", '<link rel="stylesheet" href="{}">', sheets)


@register.simple_tag
@cache
def behaviours() -> SafeString:
    """Link the scripts of every page."""
    scripts = ((static(f"ui/js/{name}.js"),) for name in BEHAVIOURS)
    return format_html_join("\n  ", '<script src="{}" defer></script>', scripts)


@register.simple_tag
def customer_sheet() -> str:
    """Name the version of the customers' one style sheet."""
    return sheet_digest()


@register.simple_tag
def customer_behaviours() -> tuple[str, ...]:
    """Name the scripts of the customers' pages."""
    return tuple(f"ui/js/{name}.js" for name in CUSTOMER_BEHAVIOURS)


@register.simple_tag
def time_words() -> str:
    """Tell the script that lets clocks run down how time is said, and what time it is."""
    return json.dumps({**countdown_words(), "now": timezone.now().isoformat()})


@register.inclusion_tag("ui/components/button.html")
def button(label: str, kind: str = "", **attributes: Any) -> dict[str, Any]:
    """Show a button that sends its form; kind: primary, danger, quiet, small."""
    return {"label": label, "kinds": kind.split(), "attributes": _attributes(attributes)}


@register.inclusion_tag("ui/components/link_button.html")
def link_button(label: str, href: str, kind: str = "", **attributes: Any) -> dict[str, Any]:
    """Show a link that looks like a button."""
    told = {"label": label, "href": href, "kinds": kind.split()}
    return {**told, "attributes": _attributes(attributes)}


@register.inclusion_tag("ui/components/field.html")
def form_field(field: Field) -> dict[str, Any]:
    """Show a field that Python made (``ui.forms``, ``ui.fields``)."""
    return {"field": field}


@register.inclusion_tag("ui/components/field.html")
def field(name: str, title: str, kind: Kind = "text", **told: Any) -> dict[str, Any]:
    """Show a field told in the template; ``told`` are the other facts of ``Field``.

    ``choices`` may be pairs of code and title. What ``Field`` does not know becomes an attribute.
    """
    known = {key: told.pop(key) for key in list(told) if key in Field.__dataclass_fields__}
    known["choices"] = tuple(_choices(known.get("choices", ())))
    attributes = {key.replace("_", "-"): str(value) for key, value in told.items()}
    return {"field": Field(name, title, kind, attributes=attributes, **known)}


@register.simple_block_tag
def notice(content: str, tone: str = "info", title: str = "") -> SafeString:
    """Tell what happened; tone: info, ok, warn, error."""
    return _shown("notice", content=content, tone=tone, title=title)


@register.simple_block_tag
def card(content: str, title: str = "", aside: str = "", kind: str = "") -> SafeString:
    """Hold what belongs together; kind ``bare`` for a table that fills it."""
    return _shown("card", content=content, title=title, aside=aside, kind=kind)


@register.simple_block_tag
def table(content: str, columns: Sequence[str], caption: str = "", kind: str = "") -> SafeString:
    """Hold rows under named columns; kind ``cards`` turns rows into cards on a phone."""
    return _shown("table", content=content, columns=columns, caption=caption, kind=kind)


@register.inclusion_tag("ui/components/tabs.html")
def tabs(items: Iterable[tuple[str, str, bool]], label: str = "") -> dict[str, Any]:
    """Show ways to look at one thing: address, title, whether it is the present one."""
    return {"items": items, "label": label}


@register.inclusion_tag("ui/components/counters.html")
def counters(items: Iterable[Any], label: str = "") -> dict[str, Any]:
    """Show lists with how much is in each: href, title, count (or None), tone, present."""
    return {"items": items, "label": label}


@register.simple_block_tag
def timeline(content: str) -> SafeString:
    """Hold moments."""
    return format_html('<ol class="timeline">{}</ol>', content)


@register.simple_block_tag
def moment(
    content: str, title: str, at: datetime | None = None, who: str = "", tone: str = ""
) -> SafeString:
    """Tell one moment: what, when, who; tone: accent, ok, warn, error."""
    return _shown("moment", content=content, title=title, at=at, who=who, tone=tone)


@register.inclusion_tag("ui/components/countdown.html")
def countdown(
    name: str, due_at: datetime, now: datetime, by: str = "", started_at: datetime | None = None
) -> dict[str, Any]:
    """Show large what is due next: its name, who asks for it, how much time is left."""
    left = remaining(now, due_at, started_at=started_at)
    return {"name": name, "due_at": due_at, "by": by, "left": left, "started_at": started_at}


@register.inclusion_tag("ui/components/event.html")
def event(one: Event) -> dict[str, Any]:
    """Tell one event of a story, inside ``<ol class="story">``."""
    return {"one": one}


@register.inclusion_tag("ui/components/graph.html")
def graph(drawn: Graph, title: str) -> dict[str, Any]:
    """Draw a small graph; a list beside it must say the same."""
    return {"drawn": drawn, "title": title}


@register.inclusion_tag("ui/components/facts.html")
def facts(pairs: Iterable[tuple[str, Any]], kind: str = "") -> dict[str, Any]:
    """List names and values, those without a value left out; kind ``line`` runs them on."""
    kept = [(name, value) for name, value in pairs if value not in ("", None)]
    return {"pairs": kept, "kind": kind}


@register.inclusion_tag("ui/components/empty.html")
def empty(title: str, hint: str = "", href: str = "", label: str = "") -> dict[str, Any]:
    """Say that there is nothing, why that is, and where to go."""
    return {"title": title, "hint": hint, "href": href, "label": label}


@register.inclusion_tag("ui/components/pages.html")
def pages(first: str = "", after: str = "") -> dict[str, Any]:
    """Lead to the first and to the next page of a list that is not counted."""
    return {"first": first, "after": after}


@register.simple_block_tag
def fold(content: str, title: str, kind: str = "", *, unfolded: bool = False) -> SafeString:
    """Keep something out of the way until asked for.

    Kind ``plain`` has no frame; kind ``phone`` is out of the way on a phone only.
    """
    return _shown("fold", content=content, title=title, kind=kind, unfolded=unfolded)


@register.simple_block_tag
def drawer(content: str, title: str, note: str = "") -> SafeString:
    """Keep ways that are seldom gone behind a name in the bar; they open over the page."""
    return _shown("drawer", content=content, title=title, note=note)


@register.inclusion_tag("ui/components/pick.html")
def pick(name: str, code: str, title: str, hint: str = "") -> dict[str, Any]:
    """Offer one thing to choose, as a card that sends its form."""
    return {"name": name, "code": code, "title": title, "hint": hint}


@register.inclusion_tag("ui/components/faults.html")
def faults(fields: Iterable[Field] = (), refusal: str = "") -> dict[str, Any]:
    """Sum up above a form what is wrong with it, each with a way to its field; or why it failed."""
    return {"wrong": [one for one in fields if one.error], "refusal": refusal}


@register.inclusion_tag("ui/components/answers.html")
def answers(rows: Iterable[tuple[str, str, str]]) -> dict[str, Any]:
    """List what was answered, each with the address at which it is changed."""
    return {"rows": rows}


@register.inclusion_tag("ui/components/course.html")
def course(points: Iterable[Any]) -> dict[str, Any]:
    """Show what was and will be in the order of its days, with today on the line.

    A point has ``title``, ``words``, ``tone`` (ok, error, info, today, "") and ``why``, lines to
    be unfolded.
    """
    return {"points": points}


@register.inclusion_tag("ui/components/pieces.html")
def pieces(names: Iterable[str], name: str = "") -> dict[str, Any]:
    """List files that came in; a button called ``name`` leaves one out again."""
    return {"names": list(names), "name": name}


@register.inclusion_tag("ui/components/reference.html")
def reference(number: str, spoken: str = "") -> dict[str, Any]:
    """Show a number to be noted down, and how it is said on the telephone."""
    return {"number": number, "spoken": spoken}


@register.inclusion_tag("ui/components/journey.html")
def journey(step: int, steps: int) -> dict[str, Any]:
    """Tell how far one is in a form of several pages."""
    return {"step": step, "steps": steps, "each": range(1, steps + 1)}


@register.simple_block_tag
def paper(content: str, title: str) -> SafeString:
    """Hold a document as it is printed: text with its own line breaks."""
    return _shown("paper", content=content, title=title)


@register.filter
def listed(value: Any) -> Any:
    """Show a list with the reader's commas, anything else as it is."""
    return joining.listed(value) if isinstance(value, list | tuple) else value


@register.filter
def shown(value: Any) -> Any:
    """Show a value as it is, and a moment as a stamp."""
    return stamp(value) if isinstance(value, datetime) else value


def _shown(component: str, **told: Any) -> SafeString:
    return render_to_string(f"ui/components/{component}.html", told)


def _attributes(told: dict[str, Any]) -> SafeString:
    """HTML attributes; ``hx_get`` becomes ``hx-get``, True a bare name, False and "" nothing."""
    kept = [(name.replace("_", "-"), value) for name, value in told.items()]
    bare = [(name,) for name, value in kept if value is True]
    full = [(name, value) for name, value in kept if value is not True and value not in {False, ""}]
    return format_html_join("", " {}", bare) + format_html_join("", ' {}="{}"', full)


def _choices(told: Iterable[Choice | tuple[str, str]]) -> Iterable[Choice]:
    return (choice if isinstance(choice, Choice) else Choice(*choice) for choice in told)
