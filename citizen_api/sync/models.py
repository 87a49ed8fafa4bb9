"""The tables of the offline pack."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from citizen_api.db import Base


class SyncVersion(Base):
    """A state of all items; `number` grows by one, in the order of the commits.

    `hash`: over the whole state, as docs/developers/offline.md has it. `items`: how
    many there are.
    """

    __tablename__ = "sync_versions"

    number: Mapped[int] = mapped_column(
        BigInteger, primary_key=True, autoincrement=False
    )
    made_at: Mapped[datetime]
    hash: Mapped[str]
    items: Mapped[int]


class SyncItem(Base):
    """A public thing, or its tombstone; `version`: the one that changed it last.

    `hash`: SHA-256 of its canonical JSON (RFC 8785).
    """

    __tablename__ = "sync_items"

    kind: Mapped[str] = mapped_column(Text, primary_key=True)
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    version: Mapped[int] = mapped_column(BigInteger)
    hash: Mapped[bytes | None]
    body: Mapped[dict[str, Any] | None]
    deleted_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint(
            "(body IS NULL) = (deleted_at IS NOT NULL)"
            " AND (body IS NULL) = (hash IS NULL)",
            name="there_or_deleted",
        ),
        Index("ix_sync_items_version_kind_id", "version", "kind", "id"),
    )
