"""The register of outages on screen: list, one, declare, change, close (§17 R10, R21)."""
