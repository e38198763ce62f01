"""Promises: derived from ledger facts, packs and the calendar, and explained (§10)."""
