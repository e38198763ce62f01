"""One file, one verb of a complaint (or a verb and the one that undoes it)."""
