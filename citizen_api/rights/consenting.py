"""Consents: what somebody allowed an app, and taking it back at once."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from citizen_api.audits.actions import record
from citizen_api.audits.rules import Event
from citizen_api.db import Database
from citizen_api.problems import NotFound
from citizen_api.roles.queries import subject_of

LIST: Final = """
SELECT c.id, c.client, k.name, c.claims, c.purpose, c.text_version, c.text_hash,
       c.given_at, c.withdrawn_at
FROM consents c LEFT JOIN clients k ON k.id = c.client
WHERE c.person_id = %(person)s
  AND (%(at)s::timestamptz IS NULL OR (c.given_at, c.id) < (%(at)s, %(id)s))
ORDER BY c.given_at DESC, c.id DESC LIMIT %(limit)s
"""
# All of that app: whether any is left is for one withdrawal at a time to see.
LOCK: Final = text(
    """
    SELECT id, client, claims, withdrawn_at FROM consents
    WHERE person_id = :person AND client =
        (SELECT client FROM consents WHERE id = :id AND person_id = :person)
    ORDER BY id FOR UPDATE
    """
)
WITHDRAW: Final = text("UPDATE consents SET withdrawn_at = :now WHERE id = :id")
NARROW: Final = text(
    """
    INSERT INTO consents (id, person_id, client, claims, purpose, text_version,
                          text_hash, given_at, evidence)
    SELECT :new, person_id, client, array_remove(claims, :claim), purpose,
           text_version, text_hash, given_at,
           evidence || jsonb_build_object('narrowed', id::text)
    FROM consents WHERE id = :id
    """
)
# Codes first: whoever changes one into a session at this moment is waited for, and
# the session is then there to be ended.
STOP: Final = (
    text(
        """
        UPDATE authorization_codes SET used_at = :now
        WHERE person_id = :person AND client_id = :client AND used_at IS NULL
        """
    ),
    text(
        """
        UPDATE sessions SET ended_at = :now
        WHERE person_id = :person AND client = :client AND ended_at IS NULL
        """
    ),
)
# Sessions before tokens, as whoever refreshes holds them: no token comes meanwhile.
SESSIONS: Final = text(
    """
    SELECT FROM sessions WHERE person_id = :person AND client = :client
    ORDER BY id FOR NO KEY UPDATE
    """
)
LESS: Final = tuple(
    text(
        f"""
        UPDATE {table} t SET scopes = array_remove(t.scopes, :claim) FROM sessions s
        WHERE t.session_id = s.id AND s.person_id = :person AND s.client = :client
        """  # noqa: S608 - the names of our own tables
    )
    for table in ("refresh_tokens", "access_tokens")
)
LESS_CODES: Final = text(
    """
    UPDATE authorization_codes SET scopes = array_remove(scopes, :claim)
    WHERE person_id = :person AND client_id = :client AND used_at IS NULL
    """
)


def consents(
    database: Database,
    person: UUID,
    *,
    before: tuple[datetime, UUID] | None,
    limit: int,
) -> Sequence[tuple[Any, ...]]:
    """What a person allowed, the newest first, withdrawn ones too; columns of LIST."""
    at, last = before or (None, None)
    values = {"person": person, "at": at, "id": last, "limit": limit}
    return database.find(LIST, values)


def withdraw(
    session: Session, person: UUID, consent_id: UUID, *, now: datetime
) -> None:
    """Take a consent back: from the commit on the app may do nothing of it.

    Without any consent left what the app holds is worthless. A second time changes
    nothing. Raises NotFound, AuditUnavailable.
    """
    consent, others = locked(session, person, consent_id)
    if consent.withdrawn_at is not None:
        return
    session.execute(WITHDRAW, {"id": consent_id, "now": now})
    if any(other.withdrawn_at is None for other in others):
        narrow(session, person, consent.client, consent.claims)
    else:
        values = {"person": person, "client": consent.client, "now": now}
        for statement in STOP:
            session.execute(statement, values)
    note(session, person, consent, consent.claims)


def withdraw_claim(
    session: Session, person: UUID, consent_id: UUID, claim: str, *, now: datetime
) -> UUID | None:
    """Take one claim back; the id of the consent to the rest, None when nothing is.

    The consent as it was given stays on record. Raises NotFound, AuditUnavailable.
    """
    consent, _ = locked(session, person, consent_id)
    if claim not in consent.claims or consent.withdrawn_at is not None:
        raise NotFound
    if consent.claims == [claim]:
        withdraw(session, person, consent_id, now=now)
        return None
    rest = uuid4()
    session.execute(NARROW, {"id": consent_id, "new": rest, "claim": claim})
    session.execute(WITHDRAW, {"id": consent_id, "now": now})
    narrow(session, person, consent.client, [claim])
    note(session, person, consent, [claim])
    return rest


def narrow(session: Session, person: UUID, client: str, claims: Sequence[str]) -> None:
    """Take claims from all that an app holds."""
    for claim in claims:
        values = {"person": person, "client": client, "claim": claim}
        for statement in (LESS_CODES, SESSIONS, *LESS):
            session.execute(statement, values)


def locked(
    session: Session, person: UUID, consent_id: UUID
) -> tuple[Row[Any], Sequence[Row[Any]]]:
    """A consent of this person and the others to its app, held until the commit.

    Raises NotFound.
    """
    found = session.execute(LOCK, {"id": consent_id, "person": person}).all()
    for consent in found:
        if consent.id == consent_id:
            return consent, [other for other in found if other is not consent]
    raise NotFound


def note(
    session: Session, person: UUID, consent: Row[Any], claims: Sequence[str]
) -> None:
    """Record that a consent was taken back."""
    event = Event(
        action="consent.withdraw",
        actor=f"person:{person}",
        outcome="done",
        subject=subject_of(session, person),
        detail={"consent": str(consent.id), "claims": list(claims)},
    )
    record(session, event)
