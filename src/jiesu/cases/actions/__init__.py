"""One file, one verb (or a verb and the one that undoes it)."""
