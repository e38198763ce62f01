"""Scanning files for viruses: by clamd, or by one who knows only the test file."""
