"""Appeals, regulator transfers and filings, rectification (§11.7-§11.9)."""
