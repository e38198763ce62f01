"""Watching clocks, delivering, purging, self-check."""
