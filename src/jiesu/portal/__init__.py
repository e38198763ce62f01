"""The customer's screens: complain, follow, supplement, score, appeal."""
