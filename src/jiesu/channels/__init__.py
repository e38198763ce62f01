"""Ways in and out, a folder each."""
