"""Values of the written papers: reply, apology, agreement, statement (N30-N33, K12)."""

from typing import Any

from jiesu.cases.entries import secret_of
from jiesu.cases.models import Case
from jiesu.cases.verbs import Scene
from jiesu.kit.sealed import unseal_json
from jiesu.rules.workdays.shanghai import day_of, said_date

VERDICTS = {
    "substantiated": "属实",
    "partly": "部分属实",
    "unsubstantiated": "未发现",
    "undetermined": "无法核实",
}
"""How a finding is said to the customer (T12)."""
NOT_AGREED = "未达成一致"
REMEDIES = "通信管理局、12315、消费者协会或诉讼"
"""Ways outside, for whoever is not taken on (N04)."""
REMEDIES_SHORT = "可向我公司申诉，或向通信管理局、12315反映"
"""Ways for whoever is answered and not content (N24)."""
_FOUND = ("find", "conclude")
_PROMISING = ("propose", "reconcile")


def wanted_on_paper(case: Case) -> bool:
    """Whether the customer asked for a written answer, here or in what was merged into it (S168).

    What a merged complaint asked for is asked of this one, as long as the two are one (§15.2).
    """
    if case.record.get("written_reply") or not case.record.get("children"):
        return bool(case.record.get("written_reply"))
    merged = Case.objects.filter(master=case, state="MERGED", record__written_reply=True)
    return merged.exists()


def yuan(fen: int) -> str:
    """Whole fen as yuan with two places."""
    return f"{fen // 100}.{fen % 100:02}"


def unstopped(text: str) -> str:
    """What somebody wrote, without the stop at its end: the letter that quotes it sets its own."""
    return text.strip().rstrip("。. ") or text


def compensation(fen: int) -> str:
    """What is given, in a paper that has a place for it whether or not there is money."""
    return f"{yuan(fen)}元" if fen else "无"


def paper_values(scene: Scene) -> dict[str, str]:
    """To whom the paper goes, who signs it, and when."""
    case = scene.case
    told = unseal_json(bytes(case.secret)) if case.secret else {}
    return {
        "name": told.get("name") or "用户",
        "date": said_date(day_of(scene.now), year=True),
        "signatory": case.owner.name if case.owner else scene.actor.name,
    }


def reply_values(scene: Scene, result: str, basis: str) -> dict[str, str]:
    """The written reply N30: what was asked, found, decided, done, given."""
    case, record = scene.case, scene.case.record
    proposal = record.get("proposal") or {}
    values = paper_values(scene)
    return {
        **values,
        "doc_no": f"答复〔{day_of(scene.now).year}〕{case.number}",
        "claims": case.desired_outcome or case.subject,
        "inquiry": told_in(scene, "explanation", *_FOUND) or "—",
        "conclusion": VERDICTS.get(record.get("finding", {}).get("overall", ""), "见处理结果"),
        "basis": basis or "电信条例及我公司服务承诺",
        "measures": promised(scene) or result,
        "compensation": compensation(proposal.get("total_fen", 0)),
        "done_by": done_by(scene) or values["date"],
        "contact": case.owner.name if case.owner else scene.actor.name,
    }


def apology_values(scene: Scene, told: dict[str, str]) -> dict[str, str]:
    """The letter of apology N31; ``told`` holds what only a person can write."""
    return {
        **paper_values(scene),
        "cause": told_in(scene, "explanation", *_FOUND) or "—",
        "taken": promised(scene) or "已按处理结果整改",
        **told,
    }


def promised(scene: Scene) -> str:
    """What will be done: as offered, or as both sides agreed after a dispute (T14, T17)."""
    secret = _promise(scene)
    return str(secret.get("terms") or secret.get("measures") or "")


def done_by(scene: Scene) -> str:
    """Until when it will be done, as told to the customer; records of old hold it in clear."""
    told, old = _promise(scene), scene.case.record.get("proposal") or {}
    return str(told.get("due") or told.get("done_by") or old.get("done_by") or "")


def basis_of(scene: Scene) -> list[str]:
    """What the remedies promised rest on, one after the other."""
    old = (scene.case.record.get("proposal") or {}).get("remedies", [])
    told: list[str] = _promise(scene).get("basis") or [one.get("basis", "") for one in old]
    return [one for one in told if one]


def _promise(scene: Scene) -> dict[str, Any]:
    """What the latest offer or agreement keeps sealed."""
    last = next((one for one in reversed(scene.entries) if one.verb in _PROMISING), None)
    return (secret_of(last) if last else None) or {}


def told_in(scene: Scene, name: str, *verbs: str) -> str:
    """What the latest entry of these verbs keeps sealed under ``name``; empty if nothing."""
    entry = next((one for one in reversed(scene.entries) if one.verb in verbs), None)
    secret: dict[str, Any] = (secret_of(entry) if entry else None) or {}
    return str(secret.get(name) or "")
