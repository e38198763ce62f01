"""Loading the one who acts: one statement each, for every request passes here."""

import time
from hashlib import sha256

from jiesu.kit.statements import connected, fetch
from jiesu.people.actor import Actor, Held

_ACTOR = """
SELECT s.id, s.name, s.work_no, o.path,
       coalesce(array_agg(g.role ORDER BY g.id) FILTER (WHERE g.id IS NOT NULL), '{}'),
       coalesce(array_agg(u.path ORDER BY g.id) FILTER (WHERE g.id IS NOT NULL), '{}'),
       ARRAY(SELECT b.case_no FROM people_brokenglass b
              WHERE b.staff_id = s.id AND b.until > now() ORDER BY b.id),
       ARRAY(SELECT io.path FROM people_inspection i
               JOIN people_organisation io ON io.id = i.organisation_id
              WHERE i.staff_id = s.id AND i.approved_at IS NOT NULL AND i.ended_at IS NULL
                AND i.since <= now() AND i.until > now() ORDER BY i.id)
  FROM people_staff s
  JOIN people_organisation o ON o.id = s.organisation_id
  LEFT JOIN people_grant g ON g.staff_id = s.id AND g.revoked_at IS NULL
  LEFT JOIN people_organisation u ON u.id = g.organisation_id
 WHERE s.left_at IS NULL AND s.id = WHICH
 GROUP BY s.id, o.path
"""
BELIEVED_FOR = 1.0
"""Seconds for which a process believes what it read of a token's owner (decision 0098)."""
_MOST_KNOWN = 1_000

_BY_ID = _ACTOR.replace("WHICH", "%s")
_BY_TOKEN = _ACTOR.replace(
    "WHICH",
    """(SELECT t.staff_id FROM people_apitoken t
               WHERE t.digest = %s AND t.revoked_at IS NULL
                 AND (t.expires_at IS NULL OR t.expires_at > now()))""",
)


def load_actor(staff_id: int) -> Actor | None:
    """Return the member of staff as an actor; None once the person has left."""
    return _load(_BY_ID, staff_id)


_known: dict[bytes, tuple[float, Actor]] = {}


def actor_of_token(token: str) -> Actor | None:
    """Return the actor of a token; None if unknown, expired, revoked, or its owner left.

    A program sends many requests a second: what was read is believed for ``BELIEVED_FOR``, unless
    the database has hung up since. Whoever gets an answer has a connection that lived just now.
    """
    digest, now = digest_of(token), time.monotonic()
    read_at, actor = _known.get(digest, (0.0, None))
    if actor and now - read_at < BELIEVED_FOR and connected():
        return actor
    actor = _load(_BY_TOKEN, digest)
    if actor:
        if len(_known) >= _MOST_KNOWN:
            _known.clear()
        _known[digest] = now, actor
    return actor


def forget_actors() -> None:
    """Believe nothing read before: something about a token or its owner has changed."""
    _known.clear()


def digest_of(token: str) -> bytes:
    """Return what the database keeps of a token. It is long and random: no salt is needed."""
    return sha256(token.encode()).digest()


def _load(query: str, key: int | bytes) -> Actor | None:
    rows = fetch(query, [key])
    if not rows:
        return None
    staff_id, name, work_no, path, roles, paths, glass, inspects = rows[0]
    return Actor(
        kind="staff",
        name=name,
        staff_id=staff_id,
        work_no=work_no,
        held=tuple(map(Held, roles, paths)),
        unit_path=path,
        glass=tuple(glass),
        inspects=tuple(inspects),
    )
