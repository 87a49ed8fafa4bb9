"""The tables of requests and of the files that exports make."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    UniqueConstraint,
)
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from citizen_api.db import Base, Sealed, one_of, small


class Kind(StrEnum):
    """What a person asks for."""

    EXPORT = "export"
    ERASURE = "erasure"
    RECTIFICATION = "rectification"
    RESTRICTION = "restriction"


class State(StrEnum):
    """How far a request is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    REFUSED = "refused"


class RightsRequest(Base):
    """What somebody asked for about their own data, and how far it is.

    `words`: what shall be put right, sealed; `answer`: what an officer said, sealed.
    `acts_at`: when a job does it; `expires_at`: until when its file is there. `key`
    and `key_body`: what its Idempotency-Key was, as hashes.
    """

    __tablename__ = "rights_requests"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    kind: Mapped[str]
    state: Mapped[str] = mapped_column(server_default=State.WAITING.value)
    percent: Mapped[small] = mapped_column(server_default="0")
    words: Mapped[bytes | None] = mapped_column(Sealed)
    answer: Mapped[bytes | None] = mapped_column(Sealed)
    asked_at: Mapped[datetime]
    answer_on: Mapped[date]
    done_on: Mapped[date]
    acts_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
    key: Mapped[bytes | None] = mapped_column(LargeBinary)
    key_body: Mapped[bytes | None] = mapped_column(LargeBinary)

    __table_args__ = (
        one_of("kind", Kind),
        one_of("state", State),
        CheckConstraint("percent BETWEEN 0 AND 100", name="percent"),
        CheckConstraint(
            "(ended_at IS NULL) = (state IN ('waiting', 'running'))", name="ended"
        ),
        UniqueConstraint("person_id", "key"),
        Index(
            "uq_rights_requests_open",
            "person_id",
            "kind",
            unique=True,
            postgresql_where=sql("state IN ('waiting', 'running')"),
        ),
        Index("ix_rights_requests_person_id_asked_at", "person_id", "asked_at", "id"),
        Index(
            "ix_rights_requests_due",
            "done_on",
            "id",
            postgresql_where=sql("state IN ('waiting', 'running')"),
        ),
    )


class ExportPart(Base):
    """One piece of the file of an export: JSON text, sealed."""

    __tablename__ = "export_parts"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    request_id: Mapped[UUID] = mapped_column(
        ForeignKey("rights_requests.id", ondelete="CASCADE")
    )
    number: Mapped[int]
    content: Mapped[bytes] = mapped_column(Sealed)

    __table_args__ = (UniqueConstraint("request_id", "number"),)
