"""Work orders, appointments, visits (§4, §11.3)."""
