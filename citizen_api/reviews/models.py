"""The table of reviews; what they come to is in `tallies`."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    UniqueConstraint,
    func,
)
from sqlalchemy import (
    text as sql,
)
from sqlalchemy.orm import Mapped, mapped_column

from citizen_api.db import Base, created, identity, one_of, small

OF_A_SURGE = sql("surge_id IS NOT NULL")
IS_NEW = sql("standing = 'new' AND state = 'counted'")


class State(StrEnum):
    """Only what is counted moves a score; what is held is readable, not counted."""

    COUNTED = "counted"
    HELD = "held"
    DROPPED = "dropped"


class HeldFor(StrEnum):
    """Why a review is held, or was dropped."""

    SURGE = "surge"
    CONTENT = "content"
    CONFLICT = "conflict"
    REPORT = "report"


class Standing(StrEnum):
    """What is known of who wrote a review: see `scores.rules`."""

    NEW = "new"
    SINGLE = "single"
    KNOWN = "known"


class Review(Base):
    """What one person thinks of one venue: a device, or a citizen with all theirs.

    `held_reason`: a word for everybody, why it is held or was dropped. `language`: of
    the text, as BCP 47 writes it. `visited_on`: the day of the visit, as told.
    The database decides `standing` and `weight` (hundredths of an ordinary rating);
    on `weigh_on` the nightly job looks at them again.
    """

    __tablename__ = "reviews"

    id: Mapped[identity]
    venue_id: Mapped[int] = mapped_column(ForeignKey("venues.id"))
    device_id: Mapped[int | None] = mapped_column(ForeignKey("devices.id"), index=True)
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"), index=True)
    stars: Mapped[small] = mapped_column(
        CheckConstraint("stars BETWEEN 1 AND 5", name="stars")
    )
    dishes: Mapped[dict[str, Any]] = mapped_column(server_default=sql("'{}'"))
    text: Mapped[str | None] = mapped_column(
        CheckConstraint("char_length(text) <= 2000", name="text_length")
    )
    language: Mapped[str | None]
    visited_on: Mapped[date | None]
    helpful_count: Mapped[int] = mapped_column(server_default="0")
    state: Mapped[str] = mapped_column(server_default="counted")
    held_for: Mapped[str | None]
    held_reason: Mapped[str | None]
    surge_id: Mapped[int | None] = mapped_column(ForeignKey("surges.id"))
    visited: Mapped[bool] = mapped_column(server_default="false")
    standing: Mapped[str] = mapped_column(server_default="new")
    weight: Mapped[small] = mapped_column(server_default="0")
    weigh_on: Mapped[date] = mapped_column(server_default=func.now())
    version: Mapped[int] = mapped_column(server_default="1")
    created_at: Mapped[created]
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now())

    __table_args__ = (
        UniqueConstraint(
            "venue_id",
            "device_id",
            "person_id",
            postgresql_nulls_not_distinct=True,
        ),
        CheckConstraint("num_nonnulls(device_id, person_id) = 1", name="one_writer"),
        Index("ix_reviews_venue_id_id", "venue_id", "id"),
        Index("ix_reviews_helpful", "venue_id", "helpful_count", "id"),
        Index("ix_reviews_weigh_on", "weigh_on"),
        Index("ix_reviews_new", "venue_id", postgresql_where=IS_NEW),
        Index("ix_reviews_surge_id", "surge_id", postgresql_where=OF_A_SURGE),
        one_of("state", State),
        one_of("held_for", HeldFor),
        one_of("standing", Standing),
        CheckConstraint("(state = 'counted') = (held_for IS NULL)", name="reason"),
    )
