"""The flow table: which verb leads from which state to which (§11.1, §11.2).

Who may say a verb, and whether a second person must agree, stands in the permission table of
``people``; what it demands and does, in ``cases/actions``. Other machines bring their own tables
and enrol them here.
"""

from collections.abc import Iterable
from dataclasses import dataclass

OPEN = frozenset(
    {
        "RECEIVED", "REGISTERED", "PENDING_INFO", "ACCEPTED", "ONLINE", "IN_PROGRESS",
        "INVESTIGATING", "FOUND", "PROPOSED", "NEGOTIATING", "EXECUTING", "RESOLVED",
        "CALLBACK", "REOPENED", "APPEALED",
    }
)  # fmt: skip
ENDED = frozenset({"NOT_ACCEPTED", "TRANSFERRED_OUT", "CLOSED", "WITHDRAWN", "MERGED", "ARCHIVED"})
STATES = OPEN | ENDED
ENTERING = frozenset({"appeal", "unlock"})
"""Verbs that reach a case which the actor could not see before (T24, T33)."""

OUT_OF_ARCHIVES = frozenset({"reopen", "appeal"})
"""Verbs by which an archived case is open again, if it could be before it was archived."""

PASSED_ON = frozenset({"supplement", "expedite", "contact", "reopen", "appeal"})
"""What is said on a merged complaint is said on its master: the customer need not know (T27)."""


@dataclass(frozen=True, slots=True)
class Step:
    """One row. Without ``targets`` the state stays; with several the action names one."""

    verb: str
    sources: frozenset[str]
    targets: tuple[str, ...]
    clause: str
    machine: str = "complaint"


def step(verb: str, sources: str | Iterable[str], targets: str, clause: str) -> Step:
    """Row of the complaint's own table; states are told as words in a line."""
    named = frozenset(sources.split() if isinstance(sources, str) else sources)
    return Step(verb, named, tuple(targets.split()), clause)


COMPLAINT = (
    step("receive", "", "RECEIVED", "T01"),
    step("register", "RECEIVED", "REGISTERED", "T02"),
    step("ask", "RECEIVED REGISTERED", "PENDING_INFO", "T03"),
    step("supplement", "PENDING_INFO", "REGISTERED", "T04"),
    step("supplement", OPEN - {"PENDING_INFO"}, "", "S151"),
    step("proceed", "PENDING_INFO", "REGISTERED", "T04"),
    step("remind", "PENDING_INFO", "", "T03"),
    step("accept", "REGISTERED", "ACCEPTED", "T05"),
    step("refuse", "REGISTERED", "NOT_ACCEPTED", "T06"),
    step("transfer", "REGISTERED", "TRANSFERRED_OUT", "T07"),
    step("guide", "REGISTERED ACCEPTED", "ONLINE", "T08"),
    step("settle", "ONLINE", "RESOLVED", "T09"),
    step("dispatch", "ONLINE ACCEPTED", "IN_PROGRESS", "T10"),
    step("dispatch", "IN_PROGRESS INVESTIGATING EXECUTING", "", "T10"),
    step("consult", OPEN - {"RECEIVED", "PENDING_INFO"}, "", "§11.4"),
    step("investigate", "ACCEPTED ONLINE IN_PROGRESS", "INVESTIGATING", "T11"),
    step("investigate", "INVESTIGATING", "", "T11, T23"),
    step("find", "INVESTIGATING", "FOUND", "T12"),
    step("conclude", "IN_PROGRESS", "FOUND", "T13"),
    step("propose", "FOUND NEGOTIATING", "PROPOSED", "T14"),
    step("agree", "PROPOSED", "EXECUTING", "T15"),
    step("object", "PROPOSED", "NEGOTIATING", "T16"),
    step("reconcile", "NEGOTIATING", "EXECUTING", "T17"),
    step("deadlock", "NEGOTIATING", "RESOLVED", "T18"),
    step("resolve", "EXECUTING", "RESOLVED", "T19"),
    step("call_back", "RESOLVED", "CALLBACK", "T20"),
    step("close", "CALLBACK", "CLOSED", "T21"),
    step("reopen", "CALLBACK RESOLVED CLOSED ARCHIVED", "REOPENED", "T22"),
    step("rehandle", "REOPENED", "IN_PROGRESS INVESTIGATING", "T23"),
    step("appeal", "CLOSED RESOLVED NOT_ACCEPTED ARCHIVED", "APPEALED", "T24"),
    step("decide_appeal", "APPEALED", "CLOSED REOPENED", "T25"),
    step("withdraw", OPEN, "WITHDRAWN", "T26"),
    step("merge", "RECEIVED REGISTERED ACCEPTED", "MERGED", "T27"),
    step("unmerge", "MERGED", "RECEIVED REGISTERED ACCEPTED", "T27"),
    step("report_news", "MERGED", "", "§11.1"),
    step("report_result", "MERGED", "", "§11.1"),
    step("attach_external", OPEN, "", "T28"),
    step("pause", OPEN, "", "T29"),
    step("resume", OPEN, "", "T29"),
    step("extend", OPEN, "", "T30"),
    step("file_extension", OPEN, "", "T30"),
    step("hand_over", OPEN, "", "T31"),
    step("archive", "CLOSED WITHDRAWN TRANSFERRED_OUT NOT_ACCEPTED", "ARCHIVED", "T32"),
    step("unlock", "ARCHIVED", "", "T33"),
    step("escalate", OPEN, "", "T34"),
    step("answer_call", OPEN, "", "§11.5"),
    step("acknowledge", STATES, "", "S158"),
    step("identify", OPEN, "", "S24"),
    step("name_accused", OPEN, "", "§17"),
    step("classify", OPEN, "", "S36"),
    step("prioritise", OPEN, "", "S36"),
    step("annotate", STATES - {"ARCHIVED"}, "", "§11.2"),
    step("contact", OPEN, "", "S41"),
    step("report_progress", OPEN, "", "S14"),
    step("expedite", OPEN, "", "§15.3"),
    step("add_evidence", STATES - {"ARCHIVED"}, "", "S27"),
    step("export_evidence", STATES, "", "§17"),
    step("reveal", STATES, "", "§18"),
    step("breach", OPEN, "", "C11"),
    step("recompute", STATES, "", "C2"),
    step("request", STATES, "", "§17"),
    step("approve", STATES, "", "§17"),
    step("decline", STATES, "", "§17"),
    step("lapse", STATES, "", "§17"),
    step("hold", STATES, "", "§18"),
    step("erase", STATES, "", "§18"),
    step("release", STATES, "", "§18"),
    step("flag_malice", STATES, "", "§15.4"),
    step("decide_malice", STATES, "", "§15.4"),
    step("try_call", "CALLBACK", "", "T21"),
    step("try_call", "WITHDRAWN", "", "T26"),
    *(step(verb, "MERGED", "", "T27") for verb in sorted(PASSED_ON)),
    step("score", "RESOLVED CALLBACK CLOSED", "", "§12.5"),
    step("invite", "RESOLVED CALLBACK", "", "N41"),
    step("decline_surveys", STATES - {"ARCHIVED"}, "", "N41"),
    step("order_create", STATES, "", "T10"),
    step("pay_remedy", STATES - {"MERGED"}, "", "§16"),
    step("reverse_payment", STATES - {"MERGED"}, "", "§16"),
)

_TABLE: dict[str, tuple[Step, ...]] = {}


def enrol(steps: Iterable[Step]) -> None:
    """Add the rows of one machine; a verb belongs to exactly one machine."""
    for row in steps:
        known = _TABLE.get(row.verb, ())
        if any(other.machine != row.machine for other in known):
            raise ValueError(f"{row.verb} already belongs to {known[0].machine}")
        if row not in known:
            _TABLE[row.verb] = (*known, row)


enrol(COMPLAINT)


def steps_of(verb: str) -> tuple[Step, ...]:
    """All rows of ``verb``; empty if there is no such verb."""
    return _TABLE.get(verb, ())


def step_from(verb: str, state: str) -> Step | None:
    """The row by which ``verb`` may be said in ``state``, if any."""
    return next((row for row in steps_of(verb) if state in row.sources), None)


def verbs(machine: str | None = None) -> tuple[str, ...]:
    """Every verb of ``machine`` (of all machines if None), in the order of the tables."""
    return tuple(v for v, rows in _TABLE.items() if machine in {None, rows[0].machine})
