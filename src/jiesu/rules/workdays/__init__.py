"""Working days and due dates (domain §9): pure, told the time, never fetching anything."""
