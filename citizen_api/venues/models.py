"""The tables of venues: the truth, and the narrow read table made from it."""

from datetime import date, datetime
from typing import Any

from geoalchemy2 import Geometry, WKBElement
from sqlalchemy import (
    ARRAY,
    CheckConstraint,
    Computed,
    ForeignKey,
    Index,
    SmallInteger,
    Text,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from citizen_api.db import Base, created, identity, small
from citizen_api.sources.models import Sourced

ANY_DISH = 0

# The JSON of a venue as far as it stands in its own row; the areas of the address,
# and what depends on who asks and when, are added by `rows.Showing`.
SHOWN = (
    "venue_shown(slug, name, kind, address, street, lon_e6, lat_e6, accuracy_m, basis)"
)


class Venue(Base):
    """A place that serves food. `slug` is its id on the wire.

    `lon_e6`, `lat_e6`: micro-degrees (WGS 84), both null when the place is not
    known; `accuracy_m`: the radius in which the true place lies; `basis`: how it
    was placed. `schedule_id`: the opening hours in use, null when not known.
    `shown`: how its JSON begins, kept by the database. `merged_into_id`: the venue
    that it was a duplicate of, always one that stands for itself. `closed_on`: when
    it closed for good.
    """

    __tablename__ = "venues"

    id: Mapped[identity]
    slug: Mapped[str] = mapped_column(Text, unique=True)
    name: Mapped[str]
    aliases: Mapped[list[str]] = mapped_column(ARRAY(Text))
    kind: Mapped[str]
    folded: Mapped[str]
    house_number: Mapped[str | None]
    alley: Mapped[str | None]
    street: Mapped[str | None]
    address: Mapped[str]
    street_id: Mapped[int | None] = mapped_column(ForeignKey("areas.id"))
    ward_id: Mapped[int | None] = mapped_column(ForeignKey("areas.id"))
    ward_certain: Mapped[bool]
    former_ward_id: Mapped[int | None] = mapped_column(ForeignKey("areas.id"))
    former_district_id: Mapped[int | None] = mapped_column(ForeignKey("areas.id"))
    lon_e6: Mapped[int | None]
    lat_e6: Mapped[int | None]
    accuracy_m: Mapped[int | None]
    basis: Mapped[str | None]
    place_note: Mapped[str | None]
    place_source: Mapped[str | None] = mapped_column(ForeignKey("sources.id"))
    schedule_id: Mapped[int | None] = mapped_column(ForeignKey("schedules.id"))
    note: Mapped[str | None]
    honours: Mapped[list[dict[str, Any]]]
    source_ids: Mapped[list[str]] = mapped_column(ARRAY(Text))
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("venues.id"))
    closed_on: Mapped[date | None]
    closed_source: Mapped[str | None] = mapped_column(ForeignKey("sources.id"))
    shown: Mapped[str] = mapped_column(Computed(SHOWN, persisted=True))
    created_at: Mapped[created]
    updated_at: Mapped[datetime] = mapped_column(
        server_default=text("now()"), onupdate=text("now()")
    )

    __table_args__ = (
        Index(
            "ix_venues_folded",
            "folded",
            postgresql_using="gin",
            postgresql_ops={"folded": "gin_trgm_ops"},
        ),
        Index(
            "ix_venues_merged_into_id",
            "merged_into_id",
            postgresql_where=text("merged_into_id IS NOT NULL"),
        ),
        CheckConstraint("merged_into_id <> id", name="merged_into_another"),
        CheckConstraint("(closed_on IS NULL) = (closed_source IS NULL)", name="closed"),
    )


class OpeningHours(Sourced, Base):
    """What one source said of a venue's hours, as OSM `opening_hours`.

    `made_by`, `ended_by`: the change of the listing that brought it, and the one since
    which its source says so no longer.
    """

    __tablename__ = "opening_hours"

    id: Mapped[identity]
    venue_id: Mapped[int] = mapped_column(ForeignKey("venues.id"), index=True)
    text: Mapped[str | None]
    schedule_id: Mapped[int | None] = mapped_column(ForeignKey("schedules.id"))
    used: Mapped[bool] = mapped_column(server_default="false")
    made_by: Mapped[int | None]
    ended_by: Mapped[int | None]


class VenueDay(Base):
    """A date on which a venue keeps other hours, or is closed.

    `hours`: as OSM writes the hours of one day, such as "10:00-14:00,17:00-02:00"; kept
    while the venue is `closed` that day.
    """

    __tablename__ = "venue_days"

    venue_id: Mapped[int] = mapped_column(ForeignKey("venues.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    closed: Mapped[bool]
    hours: Mapped[str | None]

    __table_args__ = (CheckConstraint("closed OR hours IS NOT NULL", name="says_what"),)


class MenuItem(Sourced, Base):
    """A venue serves a dish; the columns of the price are those of the best one.

    `sold_out_until`: the owner said so; after that moment it means nothing.
    """

    __tablename__ = "menu_items"

    venue_id: Mapped[int] = mapped_column(ForeignKey("venues.id"), primary_key=True)
    dish_id: Mapped[int] = mapped_column(ForeignKey("dishes.id"), primary_key=True)
    price_min: Mapped[int | None]
    price_max: Mapped[int | None]
    unit: Mapped[str | None]
    sold_out_until: Mapped[datetime | None]

    __table_args__ = (Index("ix_menu_items_dish_id", "dish_id"),)


class MenuPrice(Sourced, Base):
    """What one source said that a dish costs here, in VND.

    It is kept when the dish leaves the menu. `made_by`, `ended_by`: as of the hours.
    """

    __tablename__ = "menu_prices"

    id: Mapped[identity]
    venue_id: Mapped[int] = mapped_column(ForeignKey("venues.id"))
    dish_id: Mapped[int] = mapped_column(SmallInteger, ForeignKey("dishes.id"))
    price_min: Mapped[int]
    price_max: Mapped[int | None]
    unit: Mapped[str | None]
    made_by: Mapped[int | None]
    ended_by: Mapped[int | None]

    __table_args__ = (Index("ix_menu_prices_venue_id_dish_id", "venue_id", "dish_id"),)


class Offer(Base):
    """The narrow row of the hot question; made by `actions.publish`, never edited.

    `place`: UTM 48N metres; `cell_1km`, `cell_8km`: the square it lies in,
    0 without a place; `score`: hundredths of a star; when nobody rated, how many of
    a price, the hours and the place are known, so that the order by score goes on
    with venues that a reader can use.
    """

    __tablename__ = "offers"

    venue_id: Mapped[int] = mapped_column(primary_key=True)
    dish_id: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    place: Mapped[WKBElement | None] = mapped_column(
        Geometry("POINT", srid=32648, spatial_index=False)
    )
    lon_e6: Mapped[int | None]
    lat_e6: Mapped[int | None]
    schedule_id: Mapped[int | None]
    price: Mapped[int | None]
    cell_1km: Mapped[int]
    cell_8km: Mapped[int]
    score: Mapped[small] = mapped_column(server_default="0")
    ward_id: Mapped[small | None]
    former_ward_id: Mapped[small | None]
    former_district_id: Mapped[small | None]
    street_id: Mapped[small | None]

    __table_args__ = (
        Index("ix_offers_dish_id_place", "dish_id", "place", postgresql_using="gist"),
        Index(
            "ix_offers_1km",
            "dish_id",
            "cell_1km",
            text("score DESC"),
            text("venue_id DESC"),
        ),
        Index(
            "ix_offers_8km",
            "dish_id",
            "cell_8km",
            text("score DESC"),
            text("venue_id DESC"),
        ),
        Index("ix_offers_score", "dish_id", text("score DESC"), text("venue_id DESC")),
        Index(
            "ix_offers_price",
            "dish_id",
            "price",
            "venue_id",
            postgresql_where=text("price IS NOT NULL"),
        ),
        Index(
            "ix_offers_unplaced",
            "dish_id",
            "venue_id",
            postgresql_where=text("place IS NULL"),
        ),
    )
