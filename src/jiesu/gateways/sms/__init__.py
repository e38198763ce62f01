"""Text messages: whoever carries them, and one who only pretends to."""
