"""Where the database calls out that somebody's inbox changed; the payload is the person's id."""

from django.db import connection

CHANNEL = "jiesu_inbox"


def call(staff_ids: list[int]) -> None:
    """Call these persons' screens when the transaction commits."""
    with connection.cursor() as cursor:
        query = "SELECT pg_notify(%s, told.id::text) FROM unnest(%s::bigint[]) AS told (id)"
        cursor.execute(query, [CHANNEL, sorted(set(staff_ids))])
