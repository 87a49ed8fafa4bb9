"""Questions to the tables of people and their sessions."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from citizen_api.accounts import models
from citizen_api.accounts.models import PAGES, Client
from citizen_api.accounts.requesting import KnownClient
from citizen_api.accounts.rules import is_id
from citizen_api.db import Database
from identity.key_ring import KeyRing
from identity.vault import Where, unseal

ME = """
SELECT p.number, p.name, p.synthetic, p.created_at,
       (SELECT count(*) FROM sessions o
        WHERE o.person_id = p.id AND o.client = s.client AND o.id <> s.id
          AND o.ended_at IS NULL AND o.expires_at > %(now)s)
FROM people p JOIN sessions s ON s.person_id = p.id
WHERE s.id = %(session)s
"""
SESSIONS = """
SELECT s.id, s.client, c.name, s.device_name, s.acr, s.auth_time, s.created_at,
       s.last_used_at
FROM sessions s LEFT JOIN clients c ON c.id = s.client
WHERE s.person_id = %(person)s AND s.ended_at IS NULL AND s.expires_at > %(now)s
  AND (%(before_at)s::timestamptz IS NULL
       OR (s.created_at, s.id) < (%(before_at)s::timestamptz, %(before_id)s::uuid))
ORDER BY s.created_at DESC, s.id DESC
LIMIT %(limit)s
"""
ELSEWHERE = """
SELECT FROM sessions s
WHERE s.person_id = %(person)s AND s.client = %(client)s AND s.id <> %(session)s
  AND s.ended_at IS NULL AND s.expires_at > %(now)s
LIMIT 1
"""


class Me(NamedTuple):
    """What we know of a person; `number` is whole, and is masked where it is shown.

    `others`: how many other sessions the person has at the same client.
    """

    number: str | None
    name: str | None
    synthetic: bool
    since: datetime
    others: int


class Open(NamedTuple):
    """A session that is open; `client_name` is None for our own pages."""

    id: UUID
    client: str
    client_name: str | None
    device_name: str | None
    acr: str
    auth_time: datetime
    created_at: datetime
    last_used_at: datetime


def me(
    database: Database, ring: KeyRing, person: UUID, session_id: UUID, now: datetime
) -> Me:
    """The person of a session that is open."""
    values = {"session": session_id, "now": now}
    number, name, *rest = database.find(ME, values)[0]
    return Me(
        number and unseal(ring, Where("people", "number", str(person)), number),
        name and unseal(ring, Where("people", "name", str(person)), name),
        *rest,
    )


def open_sessions(
    database: Database,
    person: UUID,
    *,
    before: tuple[datetime, UUID] | None,
    limit: int,
    now: datetime,
) -> list[Open]:
    """A person's sessions, the newest first, older than the moment and id given."""
    at, number = before or (None, None)
    values = {
        "person": person,
        "now": now,
        "before_at": at,
        "before_id": number,
        "limit": limit,
    }
    return [Open._make(row) for row in database.find(SESSIONS, values)]


def has_sessions_elsewhere(
    database: Database, person: UUID, session_id: UUID, now: datetime
) -> bool:
    """Whether the person is signed in on our own pages in another browser, too."""
    values = {"person": person, "client": PAGES, "session": session_id, "now": now}
    return bool(database.find(ELSEWHERE, values))


def began_at(session: Session, session_id: UUID) -> datetime:
    """When a session began."""
    return session.get_one(models.Session, session_id).created_at


def known_client(session: Session, client_id: str) -> KnownClient | None:
    """The app of an id, while it is in use."""
    found = session.get(Client, client_id) if is_id(client_id) else None
    if found is None or found.closed_at is not None:
        return None
    return KnownClient(found.id, found.name, found.redirect_uris, found.scopes)


def clients(session: Session) -> list[Client]:
    """Every app that was ever registered, by id."""
    return list(session.scalars(select(Client).order_by(Client.id)))
