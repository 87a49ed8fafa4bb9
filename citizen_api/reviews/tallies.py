"""The tables of scores and surges, which follow from reviews."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Computed,
    ForeignKey,
    SmallInteger,
    true,
)
from sqlalchemy.orm import Mapped, mapped_column

from citizen_api.db import Base, identity, one_of, small

COUNT = "one + two + three + four + five"
SUM = "one + 2 * two + 3 * three + 4 * four + 5 * five"
SCORE = (
    "CASE WHEN {count} = 0 THEN 0 ELSE shrunk_score(weight, weighted_stars, prior) END"
)


class Weighed:
    """What ratings weigh together, and the score that follows from it.

    `weight`: hundredths of an ordinary rating; `weighted_stars`: each weight times
    its stars; `prior`: hundredths of a star, what the city gives; `score`: hundredths
    of a star by `shrunk_score`, 0 when nobody rated.
    """

    weight: Mapped[int] = mapped_column(server_default="0")
    weighted_stars: Mapped[int] = mapped_column(BigInteger, server_default="0")
    prior: Mapped[small] = mapped_column(server_default="350")


class VenueScore(Weighed, Base):
    """How many gave one, two, … five stars to a venue, and what follows from it.

    Moved by the trigger on `reviews`, read by everybody. `known`: how many of them
    count fully; `new_count`: how many reviews of new devices came on `new_on`; until
    `surge_until` such reviews are held for `surge_id`.
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
        SmallInteger, Computed(SCORE.format(count=COUNT), persisted=True)
    )
    known: Mapped[int] = mapped_column(server_default="0")
    visited: Mapped[int] = mapped_column(server_default="0")
    new_count: Mapped[int] = mapped_column(server_default="0")
    new_on: Mapped[date | None]
    surge_id: Mapped[int | None] = mapped_column(ForeignKey("surges.id"))
    surge_until: Mapped[datetime | None]

    __table_args__ = ({"postgresql_with": {"fillfactor": "70"}},)


class DishScore(Weighed, Base):
    """What the stars for one dish of a venue come to; moved by the same trigger."""

    __tablename__ = "dish_scores"

    venue_id: Mapped[int] = mapped_column(ForeignKey("venues.id"), primary_key=True)
    dish_id: Mapped[int] = mapped_column(
        SmallInteger, ForeignKey("dishes.id"), primary_key=True
    )
    ratings_count: Mapped[int] = mapped_column(server_default="0")
    stars_sum: Mapped[int] = mapped_column(server_default="0")
    score: Mapped[int] = mapped_column(
        SmallInteger, Computed(SCORE.format(count="ratings_count"), persisted=True)
    )

    __table_args__ = ({"postgresql_with": {"fillfactor": "70"}},)


class CityScore(Base):
    """The one row that says what the city gives, in hundredths of a star."""

    __tablename__ = "city_scores"

    id: Mapped[int] = mapped_column(SmallInteger, server_default="1", primary_key=True)
    stars: Mapped[small] = mapped_column(server_default="350")

    __table_args__ = (CheckConstraint("id = 1", name="one"),)


class ReviewHold(Base):
    """How many reviews of a venue are held or were dropped, and why."""

    __tablename__ = "review_holds"

    venue_id: Mapped[int] = mapped_column(ForeignKey("venues.id"), primary_key=True)
    state: Mapped[str] = mapped_column(primary_key=True)
    held_for: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int]

    __table_args__ = ({"postgresql_with": {"fillfactor": "70"}},)


class ScoreChange(Base):
    """A venue whose offers still carry an older score (see `venues.actions`)."""

    __tablename__ = "score_changes"

    id: Mapped[identity]
    venue_id: Mapped[int]


class Why(StrEnum):
    """Why a surge was opened: too many in a day or a month, or somebody saw it."""

    DAY = "day"
    MONTH = "month"
    PERSON = "person"


class Decision(StrEnum):
    """What became of the reviews that a surge held."""

    RELEASE = "release"
    DROP = "drop"


class Surge(Base):
    """A burst of doubtful reviews of a venue and its namesakes.

    Reviews of new devices since `began_at` are held, and those that come before
    `until`; what becomes of them a person decides. `settled`: it has become of all.
    """

    __tablename__ = "surges"

    id: Mapped[identity]
    venue_id: Mapped[int] = mapped_column(ForeignKey("venues.id"), index=True)
    why: Mapped[str]
    began_at: Mapped[datetime]
    opened_at: Mapped[datetime]
    until: Mapped[datetime]
    decision: Mapped[str | None]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None]
    settled: Mapped[bool] = mapped_column(server_default=true())

    __table_args__ = (one_of("why", Why), one_of("decision", Decision))


class SurgeVenue(Base):
    """A venue that a surge is about: the one, or a namesake."""

    __tablename__ = "surge_venues"

    surge_id: Mapped[int] = mapped_column(ForeignKey("surges.id"), primary_key=True)
    venue_id: Mapped[int] = mapped_column(
        ForeignKey("venues.id"), primary_key=True, index=True
    )


class SurgeLook(Base):
    """A venue where somebody should look for a surge."""

    __tablename__ = "surge_looks"

    id: Mapped[identity]
    venue_id: Mapped[int]
