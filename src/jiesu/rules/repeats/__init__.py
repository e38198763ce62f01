"""Whether a contact repeats, joins or merges, and what pressing, leaping or malice mean (§15)."""

from jiesu.rules.repeats.book import RepeatBook, Windows, load_repeats
from jiesu.rules.repeats.contact import Contact, EarlierCase, Verdict, judge_contact, measures
from jiesu.rules.repeats.expedite import level_called
from jiesu.rules.repeats.leapfrog import Leapfrog, judge_leapfrog
from jiesu.rules.repeats.malice import MaliceView, blocks_others, judge_malice
from jiesu.rules.repeats.merging import MergeProposal, merge_clocks, propose_merge

__all__ = [
    "Contact",
    "EarlierCase",
    "Leapfrog",
    "MaliceView",
    "MergeProposal",
    "RepeatBook",
    "Verdict",
    "Windows",
    "blocks_others",
    "judge_contact",
    "judge_leapfrog",
    "judge_malice",
    "level_called",
    "load_repeats",
    "measures",
    "merge_clocks",
    "propose_merge",
]
