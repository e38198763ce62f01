"""When complaints point to an outage that nobody has declared (TG, S105)."""

from jiesu.rules.outages.book import SignBook, load_signs
from jiesu.rules.outages.suspicion import Complaint, Suspicion, suspected

__all__ = ["Complaint", "SignBook", "Suspicion", "load_signs", "suspected"]
