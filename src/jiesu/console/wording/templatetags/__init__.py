"""Tags of texts and macros."""
