"""Tags of working together."""
