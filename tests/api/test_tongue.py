"""Whoever reads English is answered in English, and refused in one clear English sentence."""

import json
import re
from typing import Any

from api.door import COMPLAINTS, SLOW, Door

HAN = re.compile(r"[\u4e00-\u9fff]")


def test_who_reads_english_is_told_in_english(agent: Door) -> None:
    for accepted in ("en", "en-GB,en;q=0.9,zh;q=0.5"):
        told = agent.get("/api/v1/nowhere", Accept_Language=accepted).json
        assert told["title"] == "No such address"
        assert told["detail"].startswith("The API has no such address")
    told = agent.get("/api/v1/nowhere", Accept_Language="fr, zh-CN").json
    assert told["title"] == "没有这个地址"
    told = agent.get(f"{COMPLAINTS}/TS0000", Accept_Language="en").json
    assert told["detail"].startswith("There is no complaint")


def test_who_reads_english_is_refused_in_english(
    owner: Door, agent: Door, made: dict[str, Any]
) -> None:
    path, english = f"{COMPLAINTS}/{made['number']}", {"Accept_Language": "en"}
    replies = [
        agent.post(COMPLAINTS, {**SLOW, "channel": "pigeon"}, **english),
        agent.post(COMPLAINTS, {**SLOW, "description": " "}, **english),
        agent.post(f"{path}/accept", **english),
        owner.post(f"{path}/agree", {"evidence": "电话"}, **english),
        owner.post(f"{path}/accept", If_Match='"999"', **english),
    ]
    for reply in replies:
        assert HAN.search(json.dumps(reply.json, ensure_ascii=False)) is None, reply.json
        assert "reason" not in reply.json
    assert replies[0].json["faults"] == [
        {"field": "channel", "detail": "there is no choice 'pigeon'"}
    ]
    assert replies[3].json["detail"] == (
        f"{made['number']} is now “Registered” and does not allow “Agree to the proposal”. "
        "Nothing was changed: load the page anew to see what can be done now."
    )
