"""Jobs: queued with the transaction, done by a worker, put back when a worker dies."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from jiesu.kit import jobs

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
DONE: list[int] = []


@jobs.job("tests.note", queue="tests", retry=2)
def note(*, number: int) -> None:
    DONE.append(number)


@jobs.job("tests.note_later", queue="tests", retry=0)
def note_later(*, number: int) -> None:
    jobs.queue(note, number=number)
    with transaction.atomic():
        jobs.queue(note, number=-number)
        transaction.set_rollback(True)


@pytest.mark.django_db(transaction=True)
def test_a_job_queued_in_a_lost_transaction_is_lost_with_it() -> None:
    with transaction.atomic():
        jobs.queue(note, number=1)
        transaction.set_rollback(True)
    assert not ProcrastinateJob.objects.exists()


@pytest.mark.django_db
def test_a_job_with_a_key_waits_once() -> None:
    assert jobs.queue(note, key="note:1", number=1)
    assert not jobs.queue(note, key="note:1", number=1)
    assert ProcrastinateJob.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_worker_does_what_is_due_and_forgets_it() -> None:
    DONE.clear()
    jobs.queue(note, number=7)
    jobs.queue(note, at=datetime.now(UTC) + timedelta(days=1), number=8)
    jobs.run_worker(concurrency=1, queues=["tests"], wait=False)
    assert DONE == [7]
    waiting = ProcrastinateJob.objects.filter(queue_name="tests")
    assert list(waiting.values_list("args", flat=True)) == [{"number": 8}]


@pytest.mark.django_db(transaction=True)
def test_a_job_queues_others_inside_its_own_transactions() -> None:
    DONE.clear()
    jobs.queue(note_later, number=5)
    jobs.run_worker(concurrency=1, queues=["tests"], wait=False)
    assert DONE == [5]


@pytest.mark.django_db
def test_a_job_of_a_dead_worker_is_put_back() -> None:
    jobs.queue(note, number=1)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing'")
    assert jobs.rescue_stalled(NOW) == 1
    assert jobs.rescue_stalled(NOW) == 0
    (job,) = ProcrastinateJob.objects.all()
    assert (job.status, job.attempts) == ("todo", 1)
