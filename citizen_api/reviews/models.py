"""The tables of reviews and scores."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Computed,
    ForeignKey,
    Index,
    SmallInteger,
    UniqueConstraint,
    func,
)
from sqlalchemy import (
    text as sql,
)
from sqlalchemy.orm import Mapped, mapped_column

from citizen_api.db import Base, created, identity, small

COUNT = "one + two + three + four + five"
SUM = "one + 2 * two + 3 * three + 4 * four + 5 * five"


class Review(Base):
    """What one device thinks of one venue."""

    __tablename__ = "reviews"

    id: Mapped[identity]
    venue_id: Mapped[int] = mapped_column(ForeignKey("venues.id"))
    device_id: Mapped[int] = mapped_column(ForeignKey("devices.id"), index=True)
    stars: Mapped[small] = mapped_column(
        CheckConstraint("stars BETWEEN 1 AND 5", name="stars")
    )
    dishes: Mapped[dict[str, Any]] = mapped_column(server_default=sql("'{}'"))
    text: Mapped[str | None] = mapped_column(
        CheckConstraint("char_length(text) <= 2000", name="text_length")
    )
    version: Mapped[int] = mapped_column(server_default="1")
    created_at: Mapped[created]
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now())

    __table_args__ = (
        UniqueConstraint("venue_id", "device_id"),
        Index("ix_reviews_venue_id_id", "venue_id", "id"),
    )


class VenueScore(Base):
    """How many gave one, two, … five stars to a venue, and what follows from it.

    Moved by the trigger on `reviews`, read by everybody. `score`: hundredths of a
    star by `shrunk_score`, 0 when nobody rated.
    """

    __tablename__ = "venue_scores"

    venue_id: Mapped[int] = mapped_column(ForeignKey("venues.id"), primary_key=True)
    one: Mapped[int] = mapped_column(server_default="0")
    two: Mapped[int] = mapped_column(server_default="0")
    three: Mapped[int] = mapped_column(server_default="0")
    four: Mapped[int] = mapped_column(server_default="0")
    five: Mapped[int] = mapped_column(server_default="0")
    ratings_count: Mapped[int] = mapped_column(Computed(COUNT, persisted=True))
    stars_sum: Mapped[int] = mapped_column(Computed(SUM, persisted=True))
    score: Mapped[int] = mapped_column(
        SmallInteger, Computed(f"shrunk_score({COUNT}, {SUM})", persisted=True)
    )

    __table_args__ = ({"postgresql_with": {"fillfactor": "70"}},)


class ScoreChange(Base):
    """A venue whose offers still carry an older score (see `venues.actions`)."""

    __tablename__ = "score_changes"

    id: Mapped[identity]
    venue_id: Mapped[int]
