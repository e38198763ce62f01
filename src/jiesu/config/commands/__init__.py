"""One file, one command: ``arguments(parser)`` names its words, ``run(args)`` does it."""

WITHOUT_DJANGO = frozenset({"deadline", "run", "messages"})
"""Commands that read no settings: they ask the book of rules alone, or choose the home."""
