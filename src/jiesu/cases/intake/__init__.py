"""From a contact to a registered complaint: one path for one and for a hundred thousand."""
