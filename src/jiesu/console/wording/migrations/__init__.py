"""Tables of texts and macros."""
