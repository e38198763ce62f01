"""Working together in the console: who is here, what moved, what was begun and not yet sent."""
