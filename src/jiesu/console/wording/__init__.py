"""What is said again and again: texts put in by name, and macros that say several verbs at once."""
