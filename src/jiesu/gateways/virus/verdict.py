"""What a scanner may answer."""


class ScannerAway(Exception):  # noqa: N818 - an answer: ask again later
    """The scanner did not answer; nothing is known of the file."""
