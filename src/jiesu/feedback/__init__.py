"""Call-backs, surveys, repeat watch."""
