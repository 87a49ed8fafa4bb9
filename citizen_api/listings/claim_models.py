"""The tables of claims, and of the codes in letters that prove them."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from citizen_api.db import Base, Sealed, identity, one_of

LONGEST_WORDS = 500
IS_OPEN = sql("state IN ('open', 'waiting')")


class Proof(StrEnum):
    """How somebody shows that a venue is theirs."""

    CODE = "code"
    MODERATOR = "moderator"


class State(StrEnum):
    """How far a claim is: `waiting` for a moderator."""

    OPEN = "open"
    WAITING = "waiting"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class VenueClaim(Base):
    """Somebody says that a venue is theirs.

    `proved_at`: when they typed the code of a letter. `words`: what a moderator should
    know. `role_id`: the role that came of it.
    """

    __tablename__ = "venue_claims"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    venue_id: Mapped[int] = mapped_column(ForeignKey("venues.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    proof: Mapped[str] = mapped_column(one_of("proof", Proof))
    state: Mapped[str] = mapped_column(one_of("state", State))
    words: Mapped[bytes | None] = mapped_column(Sealed)
    asked_at: Mapped[datetime]
    proved_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    note: Mapped[str | None]
    role_id: Mapped[int | None] = mapped_column(ForeignKey("roles_held.id"))

    __table_args__ = (
        CheckConstraint(
            "(state IN ('open', 'waiting')) = (decided_at IS NULL)", name="decided"
        ),
        Index("ix_venue_claims_person_id", "person_id", "asked_at", "id"),
        Index(
            "uq_venue_claims_open",
            "venue_id",
            "person_id",
            unique=True,
            postgresql_where=IS_OPEN,
        ),
    )


class ClaimCode(Base):
    """A code in a sealed letter to a venue; only a hash that needs our secret is kept.

    A venue has one at a time: a new letter ends the one before.
    """

    __tablename__ = "claim_codes"

    id: Mapped[identity]
    venue_id: Mapped[int] = mapped_column(ForeignKey("venues.id"))
    hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    made_by: Mapped[str]
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    __table_args__ = (
        Index(
            "uq_claim_codes_current",
            "venue_id",
            unique=True,
            postgresql_where=sql("ended_at IS NULL"),
        ),
    )
