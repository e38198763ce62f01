"""Role × verb (§17 narrowed by §11.2), standing here a second time, written from the domain.

A, D: over all of the grant · O: the person's own cases only · ²: needs a second person ·
S: the system. 3-5 stands for R03, R04, R05. Not named: refused.
"""

import itertools

import pytest

from jiesu.people import access
from jiesu.people.actor import SYSTEM, Actor, Held
from jiesu.people.permissions import book

STAFF = [f"R{n:02}" for n in range(3, 27)]
HERE, BELOW, ELSEWHERE = "/1/2/", "/1/2/9/", "/1/3/"

ACT = "9O 10O 12O 13D"
DISPATCH = "3-5D 7O 8D 13D 21D"
OWN = {
    "R01": "complainant", "R03": "registrar", "R04": "registrar", "R05": "registrar",
    "R06": "registrar", "R07": "owner", "R09": "handler", "R10": "handler", "R11": "investigator",
    "R12": "technician", "R13": "crew", "R14": "crew", "R15": "approver", "R16": "appeal_officer",
    "R17": "callback", "R19": "liaison", "R20": "rectifier", "R23": "legal",
}  # fmt: skip
SEEN = "3-5D 6D 7O 8D 9O 10O 11O 12O 13D 15O 16O 17O 18D 19A 20O 21D 22A 23O"

TABLE = {
    "invite": "S",
    "decline_surveys": "1O 3-5D 6A 7O 17O",
    "receive": "1O 3-5A 6A 7A 12O 16A 17A 19A 21A 22A S",
    "register": "3-5A 6A",
    "ask": "6A 7O",
    "supplement": "1O 3-5D 6A 7O",
    "proceed": "S",
    "remind": "S",
    "accept": "6A 7O",
    "refuse": "7O²",
    "transfer": "7O",
    "guide": "3D",
    "settle": "3D",
    "dispatch": "3D 8D",
    "investigate": "7O 11O",
    "find": "11O",
    "conclude": "7O",
    "propose": "7O",
    "agree": "1O 7O",
    "object": "1O 7O",
    "reconcile": "7O",
    "deadlock": "7O²",
    "resolve": "7O S",
    "call_back": "17A S",
    "close": "17O S",
    "reopen": "1O 7O 17O",
    "rehandle": "7O",
    "appeal": "1O 16A",
    "decide_appeal": "16A²",
    "withdraw": "1O 7O",
    "merge": "7O 8D",
    "unmerge": "7O 8D S",
    "report_news": "S",
    "report_result": "S",
    "attach_external": "19A",
    "pause": "7O²",
    "resume": "7O S",
    "extend": "7O²",
    "file_extension": "19A",
    "hand_over": "21D",
    "archive": "S",
    "unlock": "26A²",
    "escalate": f"{SEEN} S",
    "consult": "7O 11O 16O 19A 21D",
    "answer_call": "13D 21D",
    "request": "7O 11O 16O 19A 21D 22A 23O 26A S",
    "approve": "15O 16O 21D 22A 23O",
    "decline": "15O 16O 21D 22A 23O",
    "lapse": "S",
    "acknowledge": "3-5A 6A S",
    "identify": "3-5D 6A 7O S",
    "name_accused": "3-5D 6A 7O 11O 16O 19A 21D",
    "classify": "3-5A 6A 7O 8D 16O 19A 21D S",
    "prioritise": "3-5A 6A 7O 8D 16O 19A 21D S",
    "annotate": f"{SEEN} S",
    "contact": "3-5D 6A 7O 9O 11O 16O 17O 19A 21D S",
    "report_progress": "7O S",
    "expedite": "1O 3-5D 6A 7O 17O 19A 21D",
    "add_evidence": "1O 3-5D 6A 7O 9O 10O 11O 12O 13D 16O 17O 19A 20O 21D S",
    "reveal": "3-5D 6A 7O 11O 16O 19A 21D 22A 23O 26A²",
    "warn": "S",
    "breach": "S",
    "recompute": "S",
    "erase": "S",
    "hold": "22A 23O",
    "release": "22A 23O",
    "flag_malice": "3-5D 6A 7O 13D",
    "decide_malice": "21A² 23A²",
    "try_call": "17A S",
    "score": "1O 17A S",
    "pay_remedy": "7O 9O S",
    "reverse_payment": "7O² 9O²",
    "join_outage": "3-5D 6A 7O 8D 10O 21D S",
    "leave_outage": "3-5D 6A 7O 8D 10O 21D",
    "outage_moved": "S",
    "outage_over": "S",
    "order_create": f"{DISPATCH} S",
    "order_accept": "9O 10O 13O",
    "order_return": "9O 10O 13O",
    "order_reassign": DISPATCH,
    "order_assign": "8D 13D 21D S",
    "order_miss": ACT,
    "order_contact": ACT,
    "order_appoint": ACT,
    "order_reschedule": ACT,
    "order_depart": ACT,
    "order_arrive": ACT,
    "order_work": ACT,
    "order_block": ACT,
    "order_fix": ACT,
    "order_verify": f"{ACT} S",
    "order_ask_window": f"1O {ACT}",
    "order_confirm": f"1O {ACT}",
    "order_done": f"{ACT} S",
    "order_answer": "9O 10O 13D",
    "order_cancel": f"{DISPATCH} S",
    "order_convert": "S",
    "register_appeal": "16A",
    "reinvestigate": "11O 16O",
    "implement_appeal": "7O 16O",
    "close_appeal": "16O",
    "rectify": "7O² 9D 11O² 16O² 19A² 21A S",
    "join_rectification": "7O² 9D 11O² 16O² 19A² 21A",
    "leave_rectification": "7O² 9D 11O² 16O² 19A² 21A",
    "report_rectification": "S",
    "plan_rectification": "9D 20O",
    "assign_rectification": "21A",
    "approve_rectification": "21A",
    "do_rectification": "9D 20O",
    "evidence_rectification": "9D 20O",
    "verify_rectification": "18D 21A",
    "check_effect": "18D 21A S",
    "close_rectification": "21A",
    "check_external": "19A",
    "object_external": "19A",
    "draft_reply": "7O 19A",
    "approve_reply": "21D 23O",
    "reply_external": "19A",
    "external_accepted": "19A S",
    "external_returned": "19A S",
    "external_scored": "19A S",
    "view_case": f"1O {SEEN} 14D 26A² S",
    "see_id_number": "22A² 23A²",
    "listen": "1O² 7O 11O 16O 18D 19O 21D 22A 23O 26A²",
    "export_evidence": "7O² 11O² 16O² 19A² 21D² 22A 23O² 26A²",
    "see_scores": "1O 7O 16O 17A 18D 21D 26A",
}
ELSEWHERE_TABLE = {  # not about one case: no part is needed, §17
    "declare_outage": "10 21",
    "estimate_outage": "10 21",
    "close_outage": "10 21",
    "view_outages": "3-23",
    "view_rules": "3-26",
    "propose_rules": "21²",
    "install_rules": "25²",
    "import_calendar": "21² 25²",
    "decide_calendar": "23²",
    "view_reports": "1 3-5 6 7 8 9 10 12 13 14 15 16 17 18 19 20 21 22 24 26",
    "administer": "25",
    "inspections": "22 23 26",
    "look_in_emergency": "3-26",
    "ring": "25A",
    "share_words": "21D 25A",
    "view_as": "21 22",
    "view_audit": "22 25 26",
    "manage_crew": "14 25",
    "review_reveals": "22",
    "share_view": "21 22",
}


def expected(row: str) -> dict[str, str]:
    """Role to cell, the ranges spelt out."""
    cells = {}
    for word in row.split():
        number = word.rstrip("ADO²")
        first, _, last = number.partition("-")
        if number == "S":
            continue
        for n in range(int(first), int(last or first) + 1):
            cells[f"R{n:02}"] = word[len(number) :]
    return cells


def someone(role: str) -> Actor:
    if role == "R01":
        return Actor(kind="customer", name="孙女士", case_id=1)
    return Actor(kind="staff", name=role, staff_id=1, held=(Held(role, HERE),))


def wanted(role: str, cell: str, *, over: bool, own: bool, verb: str) -> str:
    letter = cell[:1]
    if role in {"R12", "R13", "R14"}:
        reaches = own and (over or letter == "O")
    else:
        reaches = own if letter == "O" else over
    if verb == "receive":
        reaches = over or letter == "O"
    if not letter or not reaches:
        return "refused"
    return "second" if "²" in cell else "allowed"


CASES = [
    (verb, role, over, own)
    for verb, role in itertools.product(TABLE, ["R01", *STAFF])
    for over, own in itertools.product((True, False), repeat=2)
]


def test_every_role_does_just_what_the_matrix_says() -> None:
    wrong = []
    for verb, role, over, own in CASES:
        cell = expected(TABLE[verb]).get(role, "")
        parts = frozenset({OWN[role]} if own and role in OWN else ())
        if guarded(verb, parts):
            continue
        verdict = access.may(
            someone(role), verb, unit_path=BELOW if over else ELSEWHERE, parts=parts
        )
        want = wanted(role, cell, over=over, own=bool(parts), verb=verb)
        if verdict.kind != want:
            wrong.append((verb, role, over, own, verdict.kind, want))
    assert wrong == []


def guarded(verb: str, parts: frozenset[str]) -> bool:
    """Separation of duties, told independently: these pairs are refused before the matrix."""
    never = {
        "call_back": {"owner", "handler", "investigator", "technician"},
        "try_call": {"owner", "handler", "investigator", "technician"},
        "score": {"owner", "handler", "investigator", "technician"},
        "register_appeal": {"owner", "handler", "investigator", "technician", "approver"},
        "reinvestigate": {"owner", "handler", "investigator", "technician", "approver"},
        "decide_appeal": {"owner", "handler", "investigator", "technician", "approver"},
        "approve_rectification": {"rectifier"},
        "verify_rectification": {"rectifier"},
        "check_effect": {"rectifier"},
    }
    return bool(never.get(verb, set()) & parts)


@pytest.mark.parametrize("verb", ELSEWHERE_TABLE)
def test_what_is_not_about_a_case_follows_the_matrix_too(verb: str) -> None:
    cells = expected(ELSEWHERE_TABLE[verb])
    for role in ["R01", *STAFF]:
        want = "refused" if role not in cells else "second" if cells[role] == "²" else "allowed"
        if role == "R24" and verb == "view_reports":
            want = "allowed"
        assert access.may(someone(role), verb, unit_path=BELOW).kind == want, role


def test_the_table_names_every_verb() -> None:
    assert {*TABLE, *ELSEWHERE_TABLE} == set(book().verbs)


@pytest.mark.parametrize("verb", [*TABLE, *ELSEWHERE_TABLE])
def test_the_system_does_only_what_is_its_own(verb: str) -> None:
    may = access.may(SYSTEM, verb, unit_path=HERE).allowed
    assert may == ("S" in (TABLE | ELSEWHERE_TABLE)[verb].split())


def test_nobody_with_no_role_may_do_anything() -> None:
    nobody = Actor(kind="staff", name="陌生人", staff_id=9)
    every_part = frozenset(part for role in book().roles.values() for part in role.own)
    for verb in book().verbs:
        assert not access.may(nobody, verb, unit_path=HERE, parts=every_part).allowed


def test_every_refusal_says_why_in_chinese() -> None:
    for verb, role in itertools.product(TABLE, STAFF):
        verdict = access.may(someone(role), verb, unit_path=ELSEWHERE)
        assert verdict.allowed or verdict.why.endswith("。"), (verb, role)
