"""The telephone exchange: who rings on whose desk, as it tells us; and a pretended one."""
