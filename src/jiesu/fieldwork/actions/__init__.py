"""One file, one verb (or a few that belong together)."""
