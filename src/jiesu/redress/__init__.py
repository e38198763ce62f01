"""Remedies, compensation with authority limits, reply letters (§16)."""
