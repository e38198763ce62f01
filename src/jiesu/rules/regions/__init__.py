"""Where a complaint belongs: codes of GB/T 2260, the administrative divisions (§12.1)."""

from jiesu.rules.regions.region import provinces, region_known

__all__ = ["provinces", "region_known"]
