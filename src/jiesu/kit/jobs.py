"""The door to procrastinate: work that is done later, queued inside the transaction that needs it.

A job may run twice (a worker that dies has its jobs given to another): make twice the same as once.
Its arguments are plain JSON without personal data: ids, not names.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

from django.db import transaction
from procrastinate import App, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException
from procrastinate.manager import JobManager
from procrastinate.sql import queries
from procrastinate.tasks import Task, configure_task

Job = Task[Any, None, Any]
Work = Callable[..., None]
_connector = DjangoConnector()
_manager = JobManager(_connector)
"""Always Django's own connection, in the worker too, where procrastinate would take another."""


def job(name: str, *, queue: str = "default", retry: int = 5) -> Callable[[Work], Job]:
    """Make a function a job called ``name`` for ever: waiting jobs know it by this name.

    It takes keyword arguments only. When it raises it is tried again ``retry`` times, 3, 9, 27 …
    seconds later; then it stays as failed, to be seen in the metrics.
    """
    strategy = RetryStrategy(max_attempts=retry, exponential_wait=3)

    def made(work: Work) -> Job:
        return app.task(name=name, queue=queue, retry=strategy)(work)

    return made


def queue(work: Job, *, key: str | None = None, at: datetime | None = None, **args: Any) -> bool:
    """Queue ``work`` in the transaction now open: it is seen only if that commits.

    With a ``key`` it is queued unless one with this key waits already; returns False then.
    Not before ``at`` if that is given.
    """
    waiting = configure_task(
        name=work.name,
        job_manager=_manager,
        queue=work.queue,
        queueing_lock=key,
        schedule_at=at,
    )
    if key is None:
        waiting.defer(**args)
        return True
    try:
        with transaction.atomic():  # a refused row must not spoil the caller's transaction
            waiting.defer(**args)
    except AlreadyEnqueued:
        return False
    return True


def every(cron: str, name: str, work: Callable[[datetime], object], *, app: App) -> None:
    """Run ``work`` by the clock, told the moment it fell due; one worker of many does it.

    ``cron`` is read in UTC.
    """

    def due(timestamp: int) -> None:
        work(datetime.fromtimestamp(timestamp, UTC))

    app.periodic(cron=cron)(app.task(name=name, queue="recurring", queueing_lock=name)(due))


def know(jobs: Iterable[Job], *, app: App) -> None:
    """Make ``app`` know ``jobs``, which may have been made while it was only being set up.

    Until Django is ready procrastinate keeps tasks in a blueprint and copies them once, before
    ``PROCRASTINATE_ON_APP_READY``: what that imports comes too late to be copied.
    """
    for each in jobs:
        if each.name not in app.tasks:
            app.add_task_alias(each, each.name)
            each.blueprint = app


def run_worker(*, concurrency: int, queues: list[str] | None, wait: bool = True) -> None:
    """Do queued jobs until SIGTERM or SIGINT (the job under way is finished first)."""
    with app.replace_connector(_connector.get_worker_connector()) as worker:
        worker.run_worker(
            concurrency=concurrency,
            queues=queues,
            wait=wait,
            shutdown_graceful_timeout=20,
            delete_jobs="successful",
        )


def rescue_stalled(at: datetime) -> int:
    """Put back the jobs whose worker has been silent for a minute; returns how many.

    A living worker's heart beats every ten seconds. A job that waits again already under the same
    key is left to that one.
    """
    stalled = _connector.execute_query_all(
        queries["select_stalled_jobs_by_heartbeat"],
        queue=None,
        task_name=None,
        seconds_since_heartbeat=60,
    )
    return sum(_put_back(each["id"], at) for each in stalled)


def _put_back(job_id: int, at: datetime) -> bool:
    try:
        with transaction.atomic():
            _manager.retry_job_by_id(job_id, at)
    except ConnectorException:
        return False  # finished or put back by another in the meantime
    return True
