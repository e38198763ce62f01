"""The lead's screens: what will be late, who is there, what hangs on the wall."""
