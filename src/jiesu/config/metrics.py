"""Figures for Prometheus at /metrics, for this machine or the bearer of JIESU_METRICS_TOKEN.

Web, worker and keeper are several processes: each writes its figures to files of its own in the
folder that PROMETHEUS_MULTIPROC_DIR names, and whoever is asked adds them up. ``jiesu run`` and
``jiesu serve`` name and empty that folder at start; without it a process tells of itself alone.
What the database knows (waiting jobs) is asked at the moment of the question and needs no adding.
"""

import hmac
import os
from collections.abc import Iterator
from datetime import UTC, datetime

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, Counter, Histogram
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from jiesu.cases.alarms import Round
from jiesu.cases.falls import BREACH
from jiesu.config import metrics_folder
from jiesu.people.doors import open_door

REQUESTS = Counter("jiesu_requests_total", "Requests answered", ("method", "route", "status"))
REQUEST_SECONDS = Histogram(
    "jiesu_request_seconds",
    "Time to answer a request",
    ("method", "route"),
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 10),
)
ALARMS = Counter("jiesu_alarms_total", "Alarms of promises acted on", ("level",))
LATENESS = Histogram(
    "jiesu_alarm_lateness_seconds",
    "How long after it fell an alarm was acted on",
    buckets=(0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 300, 3600, 86400),
)
_LOOPBACK = frozenset({"127.0.0.1", "::1"})
_JOBS = """
    SELECT queue_name, status::text, count(*)
    FROM procrastinate_jobs
    WHERE status IN ('todo', 'doing', 'failed')
    GROUP BY queue_name, status
"""

_MESSAGES = """
    SELECT carrier, CASE WHEN sending_since IS NULL THEN 'waiting' ELSE 'in hand' END, count(*)
      FROM cases_message WHERE send_at IS NOT NULL GROUP BY 1, 2
"""
_OLDEST = """
    SELECT extract(epoch FROM greatest(now() - min(alarm_at), interval '0'))
      FROM cases_promiserow WHERE alarm_at IS NOT NULL
"""


def count_round(done: Round) -> None:
    """Note what the clock-keeper has just written in one turn."""
    written = datetime.now(UTC)
    for level, fell_at in done.acted:
        ALARMS.labels("overdue" if level > BREACH else str(level)).inc()
        LATENESS.observe((written - fell_at).total_seconds())


@open_door
def show(request: HttpRequest) -> HttpResponse:
    """Tell all figures; to strangers the page does not exist."""
    if not _may_see(request):
        return HttpResponse(status=404)
    registry = CollectorRegistry() if metrics_folder.VARIABLE in os.environ else REGISTRY
    if registry is not REGISTRY:
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # the library's own gap
    told = generate_latest(registry) + generate_latest(_of_database())
    return HttpResponse(told, content_type=CONTENT_TYPE_LATEST)


class _Jobs(Collector):
    """Waiting, running and failed jobs, a queue each."""

    def collect(self) -> Iterator[Metric]:
        jobs = GaugeMetricFamily("jiesu_jobs", "Jobs by state", labels=("queue", "status"))
        with connection.cursor() as cursor:
            cursor.execute(_JOBS)
            for queue, status, count in cursor.fetchall():
                jobs.add_metric((queue, status), count)
        yield jobs


class _Clocks(Collector):
    """How long the oldest alarm has waited to be acted on; 0 if none is due."""

    def collect(self) -> Iterator[Metric]:
        with connection.cursor() as cursor:
            cursor.execute(_OLDEST)
            (waited,) = cursor.fetchone()
        yield GaugeMetricFamily(
            "jiesu_oldest_alarm_seconds",
            "Time since the oldest alarm fell that nobody acted on",
            value=float(waited or 0),
        )


class _Messages(Collector):
    """Messages that wait for a carrier (for ever, if it is not configured) or are in its hand."""

    def collect(self) -> Iterator[Metric]:
        told = GaugeMetricFamily(
            "jiesu_messages",
            "Outgoing messages by what they wait for",
            labels=("carrier", "status"),
        )
        with connection.cursor() as cursor:
            cursor.execute(_MESSAGES)
            for carrier, status, count in cursor.fetchall():
                told.add_metric((carrier, status), count)
        yield told


def _of_database() -> CollectorRegistry:
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Jobs())
    registry.register(_Clocks())
    registry.register(_Messages())
    return registry


def _may_see(request: HttpRequest) -> bool:
    """Let in the token's bearer, and this machine unless it speaks for another (a proxy)."""
    told = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if settings.METRICS_TOKEN and hmac.compare_digest(
        told.encode(), settings.METRICS_TOKEN.encode()
    ):
        return True
    forwarded = {"X-Forwarded-For", "Forwarded"} & set(request.headers)
    return not forwarded and request.META.get("REMOTE_ADDR") in _LOOPBACK
