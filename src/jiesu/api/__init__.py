"""JSON for other systems: the same verbs, under /api/v1/ (docs/reference/api.md)."""
