"""The baseline: a bare Django with three views and nothing else, on tables of its own.

No middleware, persistent connection, server-side binding: the leanest Django that still is one.
"""

import json
import os

import psycopg.conninfo
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path

_told = psycopg.conninfo.conninfo_to_dict(os.environ["BENCH_DATABASE"])
settings.configure(
    ROOT_URLCONF=__name__,
    SECRET_KEY="bench",
    ALLOWED_HOSTS=["*"],
    USE_TZ=True,
    LOGGING_CONFIG=None,
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": _told["dbname"],
            "USER": _told["user"],
            "HOST": _told["host"],
            "CONN_MAX_AGE": None,
            "OPTIONS": {"server_side_binding": True, "prepare_threshold": 3},
        }
    },
)

_COMPLAINT = """INSERT INTO bare.complaint
    (number, state, received_at, next_due_at, owner_id, phone, description)
    VALUES (%s, 'RECEIVED', now(), now() + interval '1 day', %s, %s, %s) RETURNING id"""
_EVENT = (
    "INSERT INTO bare.event (case_id, seq, verb, at, facts) VALUES (%s, 1, 'receive', now(), %s)"
)
_JOB = "INSERT INTO bare.job (case_id, what, due_at) VALUES (%s, 'acknowledge', now())"
_ONE = "SELECT number, state, received_at, description FROM bare.complaint WHERE number = %s"
_EVENTS = """SELECT seq, verb, at, facts FROM bare.event
    WHERE case_id = (SELECT id FROM bare.complaint WHERE number = %s) ORDER BY seq"""
_QUEUE = """SELECT number, state, received_at, next_due_at, owner_id, left(description, 60)
    FROM bare.complaint WHERE owner_id = %s AND closed_at IS NULL
    ORDER BY next_due_at, id LIMIT 50"""


def healthy(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - the route's signature
    return HttpResponse("ok")


def create(request: HttpRequest) -> HttpResponse:
    told = json.loads(request.body)
    number = "B" + os.urandom(8).hex()
    with transaction.atomic(), connection.cursor() as cursor:
        owner = len(told["description"]) % 40
        cursor.execute(_COMPLAINT, [number, owner, told["phone"], told["description"]])
        row = cursor.fetchone()
        cursor.execute(_EVENT, [row[0], json.dumps({"channel": told["channel"]})])
        cursor.execute(_JOB, [row[0]])
    return JsonResponse({"number": number}, status=201)


def show(request: HttpRequest, number: str) -> HttpResponse:  # noqa: ARG001 - the route's signature
    with connection.cursor() as cursor:
        cursor.execute(_ONE, [number])
        one = cursor.fetchone()
        cursor.execute(_EVENTS, [number])
        events = cursor.fetchall()
    return JsonResponse({"case": one, "events": events})


def queue(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute(_QUEUE, [int(request.GET["owner"])])
        rows = cursor.fetchall()
    return JsonResponse({"rows": rows})


urlpatterns = [
    path("healthz", healthy),
    path("create", create),
    path("case/<str:number>", show),
    path("queue", queue),
]
application = get_wsgi_application()
