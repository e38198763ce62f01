"""What the database broke off in a ring of waiting is done again; everything else is not."""

import pytest
from django.db import OperationalError, transaction
from psycopg.errors import DeadlockDetected, DiskFull

from jiesu.kit.rings import TRIES, out_of_rings

pytestmark = pytest.mark.django_db(transaction=True)


class Work:
    """Fails so often, and then is done."""

    def __init__(self, fails: int, cause: type[Exception] = DeadlockDetected) -> None:
        self.fails, self.cause, self.tried = fails, cause, 0

    def __call__(self) -> str:
        self.tried += 1
        if self.tried <= self.fails:
            raise OperationalError("broken off") from self.cause()
        return "done"


def test_whoever_was_broken_off_in_a_ring_is_done_again() -> None:
    work = Work(TRIES - 1)
    assert out_of_rings(work) == "done"
    assert work.tried == TRIES


@pytest.mark.parametrize(
    ("work", "tried"), [(Work(TRIES), TRIES), (Work(1, DiskFull), 1)], ids=["for ever", "disk full"]
)
def test_what_does_not_come_right_is_told(work: Work, tried: int) -> None:
    with pytest.raises(OperationalError, match="broken off"):
        out_of_rings(work)
    assert work.tried == tried


def test_within_a_transaction_of_somebody_else_it_is_not_ours_to_do_again() -> None:
    work = Work(1)
    with pytest.raises(OperationalError), transaction.atomic():
        out_of_rings(work)
    assert work.tried == 1
