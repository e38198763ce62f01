"""Migrations of the register of outages."""
