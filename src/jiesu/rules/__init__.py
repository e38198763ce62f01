"""The book of rules in pure Python and TOML. No Django."""
