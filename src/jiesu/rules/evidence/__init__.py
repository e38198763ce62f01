"""Evidence: its kinds, which files may come in, how long it is kept (§12.4, §18)."""

from jiesu.rules.evidence.retention import RetentionClass, kept_until
from jiesu.rules.evidence.upload import Accepted, Refused, judge_upload

__all__ = ["Accepted", "Refused", "RetentionClass", "judge_upload", "kept_until"]
