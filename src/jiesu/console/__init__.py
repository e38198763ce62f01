"""Screens of agents, leads, departments and the regulators' liaison."""
