"""The form of a verb: its fields follow from its words, narrowed to what this case needs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone

from jiesu.cases.covering import masking
from jiesu.cases.foresight import UNFORESEEN, foresee
from jiesu.cases.models import Case
from jiesu.cases.permit import DECIDING, check_step, judged, parts_of
from jiesu.cases.reasons import reason_told
from jiesu.cases.refusals import Refusal
from jiesu.cases.titles import verb_title
from jiesu.cases.verbs import Scene, Verb
from jiesu.console.choices import choices
from jiesu.console.gate import Gate
from jiesu.console.labels import label
from jiesu.console.preview import Preview, preview_of
from jiesu.people.access import Verdict
from jiesu.people.actor import Actor
from jiesu.people.doors import StaffRequest
from jiesu.people.errors import RefusedError
from jiesu.rules.reason import ReasonedError
from jiesu.ui.fields import Field
from jiesu.ui.forms import Manner, faults_of, fields_of, unasked


@dataclass(frozen=True, slots=True)
class Form:
    """One verb on one case, before one person."""

    request: StaffRequest
    case: Case
    verb: Verb
    gate: Gate

    @property
    def on(self) -> str:
        """Number of the order, appeal … that the verb moves."""
        return self.request.POST.get("on", "") or self.request.GET.get("on", "")

    def told(self, typed: Mapping[str, Any], refused: Mapping[str, Any]) -> dict[str, Any]:
        """All that the form shows."""
        actor, case, name = self.request.actor, self.case, self.verb.name
        scene = self._scene()
        verdict = judged(actor, name, case, scene.parts, scene.proceeding)
        manner = manner_of(name, actor, case)
        fields = fields_of(self.verb.words, manner, typed, refused.get("faults"))
        posted = self.request.POST
        return {
            "case": case,
            "verb": name,
            "title": verb_title(name),
            "fields": [self._choosing(one) for one in self.gate.narrowed(fields)],
            "chooses": self.gate.chooses,
            "advice": self.gate.advice,
            "instead": self.gate.instead,
            "missing": self.gate.missing,
            "refused": refused,
            "second": verdict.why if verdict.kind == "second" else "",
            "version": case.seq,
            "on": self.on,
            "key": posted.get("key", "") or f"{case.seq}-{timezone.now().timestamp():.6f}",
            "foreseeable": name not in UNFORESEEN,
            **({} if refused else self._not_yet(verdict, scene) or self._foreseen(typed)),
        }

    def _scene(self) -> Scene:
        """What is known of who stands before the form, and of what the verb would move."""
        case, actor = self.case, self.request.actor
        moved = case.proceedings.select_related("unit").filter(number=self.on) if self.on else ()
        about = next(iter(moved), None)
        return Scene(case, actor, timezone.now(), [], parts_of(actor, case), about)

    def _not_yet(self, verdict: Verdict, scene: Scene) -> dict[str, Any]:
        """Why nobody need fill it in; a request is judged by what was asked for, not here."""
        forbidden = verdict.kind == "refused" and self.verb.name not in DECIDING
        why = verdict.why if forbidden else self._out_of_turn(scene)
        return {"not_yet": why, "shut": True} if why else {}

    def _out_of_turn(self, scene: Scene) -> str:
        """Why the verb cannot be said in the present state; empty if it can."""
        try:
            check_step(scene, self.verb)
        except Refusal as refusal:
            return refusal.sentence
        return ""

    def _choosing(self, one: Field) -> Field:
        """The field whose choice tells what else is asked for: with scripts it asks at once."""
        if one.name != self.gate.chooses:
            return one
        here = reverse("console:act", args=[self.case.number, self.verb.name])
        asks = {"hx-post": here, "hx-trigger": "change", "hx-vals": '{"narrow": "1"}'}
        return one.with_attributes(**asks)

    def _foreseen(self, typed: Mapping[str, Any]) -> dict[str, Preview | str]:
        """What would happen, as soon as enough is typed to try; or why it would be refused."""
        words = self.verb.words
        faults = faults_of(words, typed) | self.gate.faults(typed)
        if self.gate.missing or faults or unasked(words, typed):
            return {}
        try:
            seen = foresee(
                self.request.actor,
                self.case.number,
                self.verb.name,
                typed,
                now=timezone.now(),
                proceeding=self.on,
            )
        except Refusal as refusal:
            return {"not_yet": refusal.sentence}
        except RefusedError as refusal:
            return {"not_yet": str(refusal)}
        except ReasonedError as refusal:
            return {"not_yet": reason_told(refusal.because)}
        return {"preview": preview_of(seen, masking(self.case))} if seen else {}


def manner_of(verb: str, actor: Actor, case: Case | None) -> Manner:
    """Return how the verb's form is titled and what may be chosen in it."""
    return Manner(
        label=lambda path: label(path, verb),
        choices=lambda path: choices(path, verb, actor, case),
        kinds={"phone": "tel", "email": "email"},
    )
