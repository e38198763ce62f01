"""What is queued is done: the worker knows every job of the house by its name."""

from datetime import UTC, datetime

import pytest
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from cast import Cast
from jiesu.cases.intake.contact import Intake
from jiesu.cases.intake.receive import receive
from jiesu.cases.models import Entry
from jiesu.config.recurring import JOBS
from jiesu.kit.jobs import run_worker
from outages import ADDRESS, CUT_OFF, cut_off, over


def test_every_job_is_known_as_soon_as_the_house_is_open() -> None:
    assert {one.name for one in JOBS} <= set(app.tasks)


@pytest.mark.django_db(transaction=True)
def test_the_end_of_an_outage_is_told_by_the_worker(cast: Cast) -> None:
    """N19O: nobody calls the job but the worker that finds it waiting."""
    now = datetime.now(UTC)
    number = cut_off(cast, now)
    told = Intake(
        channel="hotline",
        description=CUT_OFF,
        desired_outcome="尽快恢复上网",
        phone="13800005678",
        address=ADDRESS,
        region="440100",
        outage=number,
    )
    case = receive(cast.agent, told, now=now)
    over(cast, number, now)
    run_worker(concurrency=1, queues=["default"], wait=False)
    assert Entry.objects.filter(case=case, verb="outage_over").count() == 1
    assert not ProcrastinateJob.objects.filter(task_name="incidents.tell").exists()
