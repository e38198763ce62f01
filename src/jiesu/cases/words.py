"""Kinds of words that verbs take: their limits and the labels that forms show."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta

FIRST_YEAR, LAST_YEAR = 2001, 2098
"""Moments outside are slips of the pen; the working calendar does not reach them (C2)."""
LINE = 200
PAGE = 20_000

SAYS_SOMETHING = r"[^\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
"""Blanks and signs without width say nothing, and a letter would quote nothing as a fact."""
_END = r"$(?!\n)"
"""In Python a bare $ would let a line break behind it."""

Line = Annotated[str, Meta(min_length=1, max_length=LINE, pattern=SAYS_SOMETHING)]
"""One line that must say something."""
MaybeLine = Annotated[str, Meta(max_length=LINE)]
Page = Annotated[str, Meta(min_length=1, max_length=PAGE, pattern=SAYS_SOMETHING)]
"""Free text that must say something; sealed when kept."""
MaybePage = Annotated[str, Meta(max_length=PAGE)]
Code = Annotated[str, Meta(min_length=1, max_length=24, pattern=rf"^[A-Za-z0-9_\-]+{_END}")]
"""A code from one of the book's lists."""
MaybeCode = Annotated[str, Meta(max_length=24, pattern=rf"^[A-Za-z0-9_\-]*{_END}")]
Region = Annotated[str, Meta(max_length=6, pattern=rf"^([0-9]{{6}})?{_END}")]
"""A code of GB/T 2260, or nothing."""
Fen = Annotated[int, Meta(ge=0, le=100_000_000_00)]
"""Money in whole fen."""
SomeFen = Annotated[int, Meta(ge=1, le=100_000_000_00)]
"""Money that is more than none."""
ExternalNo = Annotated[str, Meta(min_length=1, max_length=60, pattern=SAYS_SOMETHING)]
"""Number that an authority gave a matter."""
MaybeExternalNo = Annotated[str, Meta(max_length=60)]
Moment = Annotated[datetime, Meta(tz=True)]
"""A moment with its offset: what has none could be anybody's time."""
