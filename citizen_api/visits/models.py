"""The table of visits."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from citizen_api.db import Base, identity, one_of


class How(StrEnum):
    """What proves a visit: the code that the venue shows, or a scan on the spot."""

    CODE = "code"
    SCAN = "scan"


class Visit(Base):
    """A device or a person was at a venue on a day."""

    __tablename__ = "visits"

    id: Mapped[identity]
    venue_id: Mapped[int] = mapped_column(ForeignKey("venues.id"), index=True)
    device_id: Mapped[int | None] = mapped_column(ForeignKey("devices.id"))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    day: Mapped[date] = mapped_column(index=True)
    how: Mapped[str] = mapped_column(one_of("how", How))

    __table_args__ = (
        CheckConstraint("num_nonnulls(device_id, person_id) = 1", "one_visitor"),
        Index(
            "uq_visits_device_id_venue_id_day",
            "device_id",
            "venue_id",
            "day",
            unique=True,
        ),
        Index(
            "uq_visits_person_id_venue_id_day",
            "person_id",
            "venue_id",
            "day",
            unique=True,
        ),
    )
