"""Sessions that walk a diagnosis tree (§3)."""
