"""History of the table."""
