"""The tables of what owners keep: listings, every change of one, and nudges."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from citizen_api.db import Base, identity, one_of

LONGEST_DESCRIPTION = 1000
WAITING = sql("state = 'waiting'")


class Who(StrEnum):
    """Who made a change, as everybody concerned may know."""

    OWNER = "owner"
    MODERATOR = "moderator"


class Part(StrEnum):
    """What of a listing was changed."""

    HOURS = "hours"
    DAY = "day"
    MENU = "menu"
    SOLD_OUT = "sold_out"
    CONFIRMATION = "confirmation"
    CONTACTS = "contacts"
    DESCRIPTION = "description"
    NAME = "name"
    KIND = "kind"
    ADDRESS = "address"
    LOCATION = "location"


class State(StrEnum):
    """What became of a change."""

    LIVE = "live"
    WAITING = "waiting"
    REFUSED = "refused"
    UNDONE = "undone"


def at_most(column: str) -> CheckConstraint:
    """A description has a length."""
    length = f"char_length({column}) <= {LONGEST_DESCRIPTION}"
    return CheckConstraint(length, name=column)


class VenueListing(Base):
    """What only owners say of a venue, and how often its listing was changed.

    `owned_at`: when a claim of it was accepted last; `confirmed_at`: when an owner said
    last that the prices are right.
    """

    __tablename__ = "venue_listings"

    venue_id: Mapped[int] = mapped_column(ForeignKey("venues.id"), primary_key=True)
    version: Mapped[int] = mapped_column(server_default="0")
    description_vi: Mapped[str | None]
    description_en: Mapped[str | None]
    phone: Mapped[str | None]
    website: Mapped[str | None]
    facebook: Mapped[str | None]
    owned_at: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]

    __table_args__ = (at_most("description_vi"), at_most("description_en"))


class ListingChange(Base):
    """One change of a part of a listing, with what stood there before.

    `dish_id`: of which dish; `undoes`: the change that it takes back. One that waits
    for a moderator is not applied; `before` is then what stood there when it was made.
    """

    __tablename__ = "listing_changes"

    id: Mapped[identity]
    venue_id: Mapped[int] = mapped_column(ForeignKey("venues.id"))
    at: Mapped[datetime]
    by: Mapped[str]
    who: Mapped[str] = mapped_column(one_of("who", Who))
    part: Mapped[str] = mapped_column(one_of("part", Part))
    dish_id: Mapped[int | None] = mapped_column(ForeignKey("dishes.id"))
    before: Mapped[dict[str, Any]]
    after: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(one_of("state", State))
    undoes: Mapped[int | None] = mapped_column(ForeignKey("listing_changes.id"))
    note: Mapped[str | None]

    __table_args__ = (
        Index("ix_listing_changes_venue_id_id", "venue_id", "id"),
        Index(
            "uq_listing_changes_waiting",
            "venue_id",
            "part",
            unique=True,
            postgresql_where=WAITING,
        ),
    )


class ListingNudge(Base):
    """Owners of a venue were asked whether its prices are still right."""

    __tablename__ = "listing_nudges"

    id: Mapped[identity]
    venue_id: Mapped[int] = mapped_column(ForeignKey("venues.id"))
    at: Mapped[datetime]
    answered_at: Mapped[datetime | None]

    __table_args__ = (Index("ix_listing_nudges_venue_id_at", "venue_id", "at"),)
