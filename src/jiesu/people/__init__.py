"""Staff, organisation, roles, customers; who may see and do what."""
