"""Talks with the customer, news and notes: acts that leave the state as it is."""

from typing import Literal

from jiesu.cases.mentions import mentioned_on
from jiesu.cases.said import Letter, Said
from jiesu.cases.verbs import Scene, Words, move
from jiesu.cases.words import Code, Line, Page


class Contact(Words):
    """A talk that took place."""

    channel: Literal["call", "sms", "email", "visit", "counter", "portal", "social"]
    direction: Literal["in", "out"]
    reached: bool
    summary: Page


@move
def contact(scene: Scene, words: Contact) -> Said:  # noqa: ARG001 - every action sees the scene
    """Log who talked with the customer, when and how (S41, S138, S150)."""
    facts = {"channel": words.channel, "direction": words.direction, "reached": words.reached}
    return Said(facts=facts, secret={"summary": words.summary})


class Progress(Words):
    """What was done, what is being done, when the next news comes."""

    done: Line
    doing: Line
    next_date: Line


@move
def report_progress(scene: Scene, words: Progress) -> Said:
    """Tell the customer how far it is (S14, S41); the PROGRESS clock starts anew."""
    values = {"done": words.done, "doing": words.doing, "next_date": words.next_date}
    return Said(
        facts={"round": scene.count("report_progress") + 1}, letters=[Letter("N21", values)]
    )


class Note(Words):
    """A note for colleagues, and the work numbers of those who should read it."""

    text: Page
    mentioned: list[Code] = []


@move
def annotate(scene: Scene, words: Note) -> Said:
    """Add a note; it is never shown to the customer."""
    told = mentioned_on(scene.case, words.mentioned)
    return Said(facts={"mentioned": told} if told else {}, secret={"text": words.text})
