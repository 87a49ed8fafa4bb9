"""Questions about claims."""

from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

CLAIMS: Final = text(
    """
    SELECT c.id, v.slug, v.name, c.proof, c.state, c.asked_at, c.proved_at,
           c.decided_at, c.note
    FROM venue_claims c JOIN venues v ON v.id = c.venue_id
    WHERE c.person_id = :person
      AND (CAST(:at AS timestamptz) IS NULL OR (c.asked_at, c.id) < (:at, :number))
    ORDER BY c.asked_at DESC, c.id DESC LIMIT :limit
    """
)


CLAIM: Final = text(
    """
    SELECT c.id, v.slug, v.name, c.proof, c.state, c.asked_at, c.proved_at,
           c.decided_at, c.note
    FROM venue_claims c JOIN venues v ON v.id = c.venue_id WHERE c.id = :number
    """
)


class Claim(NamedTuple):
    """A claim as its claimant reads it."""

    id: UUID
    venue: str
    venue_name: str
    proof: str
    state: str
    asked_at: datetime
    proved_at: datetime | None
    decided_at: datetime | None
    note: str | None


def claims_of(
    session: Session,
    person: UUID,
    *,
    before: tuple[datetime, UUID] | None,
    limit: int,
) -> list[Claim]:
    """The claims of a person, the newest first, older than the one given."""
    at, number = before or (None, None)
    values = {"person": person, "at": at, "number": number, "limit": limit}
    return [Claim._make(row) for row in session.execute(CLAIMS, values)]


def claim_of(session: Session, number: UUID) -> Claim:
    """A claim that is there."""
    session.flush()
    return Claim._make(session.execute(CLAIM, {"number": number}).one())
