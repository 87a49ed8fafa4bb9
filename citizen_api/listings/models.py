"""The table of reports."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from citizen_api.db import Base, created, identity, one_of

LONGEST = 500


class Kind(StrEnum):
    """What is wrong."""

    CLOSED = "closed"
    MOVED = "moved"
    PRICE = "price"
    HOURS = "hours"
    NOT_SERVED = "not_served"
    DUPLICATE = "duplicate"
    OTHER = "other"


class Status(StrEnum):
    """What became of a report."""

    NEW = "new"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


def once(name: str, where: str, *columns: str) -> Index:
    """Of these columns a device, or a person, has one row where something is so."""
    return Index(
        name,
        "device_id",
        "person_id",
        *columns,
        unique=True,
        postgresql_nulls_not_distinct=True,
        postgresql_where=sql(where),
    )


class VenueReport(Base):
    """What somebody says is wrong with a venue; `note` is what they are told of it."""

    __tablename__ = "venue_reports"

    id: Mapped[identity]
    venue_id: Mapped[int] = mapped_column(ForeignKey("venues.id"), index=True)
    device_id: Mapped[int | None] = mapped_column(ForeignKey("devices.id"))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    kind: Mapped[str] = mapped_column(one_of("kind", Kind))
    dish_id: Mapped[int | None] = mapped_column(ForeignKey("dishes.id"))
    text: Mapped[str | None] = mapped_column(
        CheckConstraint(f"char_length(text) <= {LONGEST}", name="text_length")
    )
    key: Mapped[str | None]
    status: Mapped[str] = mapped_column(
        one_of("status", Status), server_default=Status.NEW
    )
    created_at: Mapped[created]
    handled_at: Mapped[datetime | None]
    handled_by: Mapped[str | None]
    note: Mapped[str | None]

    __table_args__ = (
        CheckConstraint(
            "(status = 'new') = (handled_at IS NULL)"
            " AND (handled_at IS NULL) = (handled_by IS NULL)",
            name="handled",
        ),
        CheckConstraint("num_nonnulls(device_id, person_id) = 1", name="one_reporter"),
        once("uq_venue_reports_key", "key IS NOT NULL", "key"),
        once("uq_venue_reports_open", "status = 'new'", "venue_id", "kind"),
        Index("ix_venue_reports_device_id_id", "device_id", "id"),
        Index("ix_venue_reports_person_id_id", "person_id", "id"),
        Index("ix_venue_reports_status_id", "status", "id"),
    )
