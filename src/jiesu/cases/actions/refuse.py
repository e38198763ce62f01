"""T06, T07: not taken on, or another body's matter; never in silence (§11.6)."""

import msgspec
from django.utils.translation import gettext as _

from jiesu.cases.actions.investigate import check_no_open_orders
from jiesu.cases.book import taxonomy
from jiesu.cases.papers import REMEDIES
from jiesu.cases.refusals import unfit
from jiesu.cases.said import Letter, Said
from jiesu.cases.verbs import Scene, Words, move
from jiesu.cases.words import Code, Line, MaybePage, Page
from jiesu.ui.joining import listed


class RefusalOfCase(Words):
    """Why the complaint is not taken on: a reason of §11.6 and what it rests on."""

    reason: Code
    basis: Page


@move
def refuse(scene: Scene, words: RefusalOfCase) -> Said:
    """T06: not accepted, approved by a second person, remedies told."""
    check_no_open_orders(scene)
    reasons = taxonomy().codes("non_acceptance")
    if words.reason not in reasons:
        offered = listed(reason.code for reason in reasons)
        raise unfit(
            "reason",
            _("不予受理的理由只能是 %(offered)s 之一，未提交(§11.6)。") % {"offered": offered},
        )
    values = {
        "reason": reasons.get(words.reason).zh,
        "basis": words.basis,
        "remedies": REMEDIES,
    }
    return Said(
        facts={"reason": words.reason},
        change={"closed_at": scene.now},
        secret={"basis": words.basis},
        letters=[Letter("N04", values)],
    )


class Transfer(Words):
    """To whom the matter belongs, and how the customer reaches them."""

    body: Line
    contact: Line
    note: MaybePage = ""


@move
def transfer(scene: Scene, words: Transfer) -> Said:
    """T07: tell the customer where it belongs; a copy stays here."""
    check_no_open_orders(scene)
    return Said(
        change={"closed_at": scene.now},
        secret=msgspec.to_builtins(words),
        letters=[Letter("N05", {"body": words.body, "contact": words.contact})],
    )
