"""Tags of the customers' screens."""
