"""The table of links."""

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from citizen_api.db import Base, created


class Link(Base):
    """A printed code and what it stands for: a venue or a food street."""

    __tablename__ = "links"

    code: Mapped[str] = mapped_column(Text, primary_key=True)
    venue_id: Mapped[int | None] = mapped_column(ForeignKey("venues.id"), unique=True)
    street_id: Mapped[int | None] = mapped_column(ForeignKey("areas.id"), unique=True)
    created_at: Mapped[created]

    __table_args__ = (
        CheckConstraint(
            "num_nonnulls(venue_id, street_id) = 1", name="stands_for_one_thing"
        ),
    )
