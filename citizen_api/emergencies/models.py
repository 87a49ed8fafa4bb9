"""The table of broken glasses and their reviews."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from citizen_api.db import Base, Blind, Sealed


class BreakGlass(Base):
    """One emergency: who looks up whom, where, why, and what a second person found.

    `number`, `reason`, `opinion`: sealed. `number_index`, `name_birth_index`: as a
    look-up has them, which is how the one patient is told from all others. `key`,
    `key_body`: hashes of the Idempotency-Key and of what came with it.
    """

    __tablename__ = "break_glasses"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    facility: Mapped[str] = mapped_column(ForeignKey("facilities.code"))
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    number: Mapped[bytes] = mapped_column(Sealed)
    number_index: Mapped[bytes] = mapped_column(Blind("citizen_number"), index=True)
    name_birth_index: Mapped[bytes] = mapped_column(Blind("name_birth"))
    reason: Mapped[bytes] = mapped_column(Sealed)
    opened_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    review_due_at: Mapped[datetime]
    reviewed_at: Mapped[datetime | None]
    reviewer_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    verdict: Mapped[str | None]
    opinion: Mapped[bytes | None] = mapped_column(Sealed)
    key: Mapped[bytes | None] = mapped_column(LargeBinary)
    key_body: Mapped[bytes | None] = mapped_column(LargeBinary)

    __table_args__ = (
        CheckConstraint("verdict IN ('justified', 'not_justified')", name="verdict"),
        CheckConstraint(
            "num_nulls(reviewed_at, reviewer_id, verdict, opinion) IN (0, 4)",
            name="reviewed",
        ),
        CheckConstraint("reviewer_id <> staff_id", name="second_person"),
        UniqueConstraint("staff_id", "key"),
        Index("ix_break_glasses_opened_at", "opened_at", "id"),
        Index(
            "ix_break_glasses_unreviewed",
            "opened_at",
            "id",
            postgresql_where=sql("reviewed_at IS NULL"),
        ),
    )
