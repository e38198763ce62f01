"""Lengths of time as Chinese readers say them; days and moments stand in ``workdays/shanghai``."""

from datetime import timedelta


def said_length(span: timedelta) -> str:
    """Say a length of time to the minute: ``3小时30分钟``."""
    minutes = int(span.total_seconds() // 60)
    parts = [(minutes // 1440, "天"), (minutes // 60 % 24, "小时"), (minutes % 60, "分钟")]
    return "".join(f"{n}{word}" for n, word in parts if n) or "不到1分钟"
