"""The table of jobs."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Identity, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from citizen_api.db import Base

OPEN = text("done_at IS NULL")


class Job(Base):
    """One thing to do; a kind has one open job of a key.

    `payload`: what the handler needs, nothing personal. `attempts`: how often it was
    begun since it last went well.
    """

    __tablename__ = "jobs"

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    kind: Mapped[str]
    key: Mapped[str]
    payload: Mapped[dict[str, Any]]
    due_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(server_default="0")
    held_until: Mapped[datetime | None]
    done_at: Mapped[datetime | None]

    __table_args__ = (
        Index("uq_jobs_open", "kind", "key", unique=True, postgresql_where=OPEN),
        Index("ix_jobs_due_at", "due_at", postgresql_where=OPEN),
    )
