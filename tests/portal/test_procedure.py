"""The published procedure names what customers can look up, not the marks of our own papers."""

import re

from django.test import Client


def test_a_clause_stands_without_marks_that_only_we_know(client: Client, db: None) -> None:  # noqa: ARG001
    page = client.get("/procedure/").content.decode()
    assert "电信业务投诉处理规定 1.3" in page
    assert "电信条例 Art.32" in page
    assert not re.search(r"（[SRT]\d+|§\d+ [A-Z]", page)
