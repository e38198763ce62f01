"""Typeset papers: receipts, replies, whole files; the same document gives the same bytes."""
