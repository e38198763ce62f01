"""When an answer must be written (K12), and which apology it may carry (K11)."""

from typing import NamedTuple

REPLY, APOLOGY, AGREEMENT, DEADLOCK, DECISION, TO_BODY = "N30", "N31", "N32", "N33", "N37", "X02"


class Requirement(NamedTuple):
    """Codes of the papers without which a case cannot be closed; empty if none is needed."""

    documents: tuple[str, ...]
    because: tuple[str, ...]

    @property
    def written(self) -> bool:
        """Whether anything must be written; else the user's own channel will do (S18)."""
        return bool(self.documents)


class Apology(NamedTuple):
    """``courtesy`` regret admits nothing and is always allowed; ``formal`` is N31, signed."""

    courtesy: bool
    formal: bool
    because: str


def written_form(  # noqa: PLR0913 - the five grounds of K12, each named at the call
    *,
    substantiated: bool,
    disputed: bool,
    requested: bool,
    external: bool,
    appealed: bool,
    agreed: bool = False,
) -> Requirement:
    """Papers a case needs (K12). A PDF in the portal, told by text message, is written enough.

    ``substantiated`` includes in part. A dispute ends in an agreement or, not ``agreed``, in
    a statement of deadlock; a case handed over by a body owes that body a reply too.
    """
    grounds = (
        (substantiated, (REPLY, APOLOGY), "投诉属实：须书面说明并致歉（S65）。"),
        (disputed and agreed, (REPLY, AGREEMENT), "存在争议并已协商一致：须书面说明（S66 S67）。"),
        (
            disputed and not agreed,
            (REPLY, DEADLOCK),
            "存在争议且未达成一致：须书面说明（S66 S67）。",
        ),
        (requested, (REPLY,), "用户要求书面答复（S168）。"),
        (external, (REPLY, TO_BODY), "外部转办事项：须书面答复用户和转办单位（§11.9）。"),
        (appealed, (DECISION,), "用户已申诉：须书面决定（§11.7）。"),
    )
    met = [(documents, because) for holds, documents, because in grounds if holds]
    codes = dict.fromkeys(code for documents, _ in met for code in documents)
    reasons = tuple(because for _, because in met) or (
        "没有须书面答复的情形，按用户选择的方式答复（S18）。",
    )
    return Requirement(tuple(codes), reasons)


def apology_for(*, substantiated: bool) -> Apology:
    """Which words of regret are right (K11)."""
    if substantiated:
        return Apology(
            courtesy=True, formal=True, because="投诉属实：须正式书面致歉并签署（S65）。"
        )
    return Apology(
        courtesy=True,
        formal=False,
        because="未认定属实：可对不便表示歉意，不作责任承认，不出具致歉函（K11）。",
    )
