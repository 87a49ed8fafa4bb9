"""Whose token this is: one statement that also brings the roles held at the moment.

Nothing is remembered: who signs out, or loses a role, is out at the next call.
"""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from citizen_api.http.clock import now
from citizen_api.http.session import database
from citizen_api.roles.models import Role
from citizen_api.tokens import token_hash

WHOSE = """
SELECT s.person_id, s.id, s.client, s.acr, s.auth_time, {scopes},
       ARRAY(
           SELECT r.role || ' ' || r.scope FROM roles_held r
           WHERE r.person_id = s.person_id AND r.revoked_at IS NULL
             AND r.valid_from <= %(now)s
             AND coalesce(r.valid_to > %(now)s, TRUE)
       )
FROM {tokens} t
JOIN sessions s ON s.id = t.session_id
JOIN people p ON p.id = s.person_id
WHERE t.hash = %(hash)s AND t.expires_at > %(now)s
  AND s.ended_at IS NULL AND s.expires_at > %(now)s AND p.erased_at IS NULL
"""
OF_APP = WHOSE.format(tokens="access_tokens", scopes="t.scopes")
OF_PAGE = WHOSE.format(tokens="page_tokens", scopes="ARRAY[]::text[]")


class Citizen(NamedTuple):
    """Somebody who signed in: how surely and when VNeID saw them, and what for.

    `scopes`: what the person allowed the app; none where our own pages ask.
    """

    id: UUID
    session: UUID
    client: str
    acr: str
    auth_time: datetime
    scopes: frozenset[str]

    @property
    def actor(self) -> str:
        """What the audit log calls them."""
        return f"person:{self.id}"


class Held(NamedTuple):
    """A role that is held now; `scope` is "" for the whole city."""

    role: Role
    scope: str


class Known(NamedTuple):
    """Who a token belongs to."""

    citizen: Citizen
    roles: tuple[Held, ...]


def known(token: str, statement: str = OF_APP) -> Known | None:
    """Whose access token this is; with OF_PAGE, whose cookie of our own pages."""
    found = database().read(statement, {"hash": token_hash(token), "now": now()})
    if not found:
        return None
    person, session, client, acr, auth_time, scopes, roles = found[0]
    held = (text.partition(" ") for text in roles)
    return Known(
        Citizen(person, session, client, acr, auth_time, frozenset(scopes)),
        tuple(Held(Role(role), scope) for role, _, scope in held),
    )
