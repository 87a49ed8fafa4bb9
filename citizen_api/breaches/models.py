"""The tables of breaches and of the people affected."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from citizen_api.db import Base, Sealed, one_of


class State(StrEnum):
    """How far a breach is."""

    OPEN = "open"
    NOTIFIED = "notified"
    CLOSED = "closed"


class Harm(StrEnum):
    """What a privacy officer thinks that people may suffer."""

    UNKNOWN = "unknown"
    NONE = "none"
    POSSIBLE = "possible"
    SERIOUS = "serious"


class Breach(Base):
    """What a rule found, until when the authority is to be told, and what was done.

    `key`: of what the rule found it, a hash; one record stays open for each. First
    and last: the look-ups it is about. `assessment`: sealed. `reference`: how the
    authority filed our notice.
    """

    __tablename__ = "breaches"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    rule: Mapped[str]
    key: Mapped[bytes] = mapped_column(LargeBinary)
    detected_at: Mapped[datetime]
    due_at: Mapped[datetime]
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(server_default=State.OPEN.value)
    harm: Mapped[str] = mapped_column(server_default=Harm.UNKNOWN.value)
    assessment: Mapped[bytes | None] = mapped_column(Sealed)
    assessed_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    notified_at: Mapped[datetime | None]
    notified_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    reference: Mapped[str | None]
    version: Mapped[int] = mapped_column(server_default="1")

    __table_args__ = (
        one_of("state", State),
        one_of("harm", Harm),
        CheckConstraint(
            "num_nulls(notified_at, notified_by, reference) IN (0, 3)", name="notified"
        ),
        Index(
            "uq_breaches_open",
            "rule",
            "key",
            unique=True,
            postgresql_where=sql("state <> 'closed'"),
        ),
        Index("ix_breaches_detected_at", "detected_at", "id"),
    )


class BreachLookup(Base):
    """One look-up that a breach is about; `person_id`: the account of whom it is of."""

    __tablename__ = "breach_lookups"

    breach_id: Mapped[UUID] = mapped_column(
        ForeignKey("breaches.id", ondelete="CASCADE"), primary_key=True
    )
    lookup_id: Mapped[UUID] = mapped_column(
        ForeignKey("lookups.id"), primary_key=True, index=True
    )
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"), index=True)
