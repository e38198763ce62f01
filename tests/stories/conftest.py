"""The stories are told through the door that granian serves (§21)."""

import pytest

from cast import Cast
from stories.telling import Telling


@pytest.fixture
def tell(cast: Cast) -> Telling:
    """A story about to begin."""
    return Telling(cast)
