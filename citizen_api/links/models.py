"""The tables of links: codes, what was done to them, who opened them, what is wrong."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Identity,
    Index,
    LargeBinary,
    Text,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from citizen_api.db import Base, created, identity, small


class Kind(StrEnum):
    """What a code may stand for."""

    VENUE = "venue"
    DISH = "dish"
    STREET = "street"
    TOUR = "tour"
    STATION = "station"
    BIKE = "bike"
    RECEIPT = "receipt"
    PAGE = "page"


class Flag(StrEnum):
    """Why somebody should look at a code; all but the first are reported by people."""

    FAR = "far"
    PASTED_OVER = "pasted_over"
    WRONG_PLACE = "wrong_place"
    WRONG_PAGE = "wrong_page"
    DAMAGED = "damaged"
    OTHER = "other"


class Device(StrEnum):
    """What opened a code; a bot is a program that says nothing of itself."""

    PHONE = "phone"
    DESKTOP = "desktop"
    BOT = "bot"


STANDS_FOR_ONE_THING = """
num_nonnulls(venue_id, dish_id, street_id, tour_id, reference) = 1
AND CASE kind
    WHEN 'venue' THEN venue_id IS NOT NULL
    WHEN 'dish' THEN dish_id IS NOT NULL
    WHEN 'street' THEN street_id IS NOT NULL
    WHEN 'tour' THEN tour_id IS NOT NULL
    ELSE kind IN ('station', 'bike', 'receipt', 'page') AND reference IS NOT NULL
END
"""


class Link(Base):
    """A printed code and what it stands for; never deleted, so never reused.

    `reference`: the number of a station, bike or receipt, or the address of a page.
    `lon_e6`, `lat_e6`: where it hangs, in micro-degrees (WGS 84); a scan farther away
    than `radius_m` metres is odd. `place_label`: what people call that place.
    `starts_at` ≤ good < `ends_at`; outside, the fallback is what it stands for.
    """

    __tablename__ = "links"

    code: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[Kind] = mapped_column(Text)
    venue_id: Mapped[int | None] = mapped_column(ForeignKey("venues.id"), index=True)
    dish_id: Mapped[int | None] = mapped_column(ForeignKey("dishes.id"), index=True)
    street_id: Mapped[int | None] = mapped_column(ForeignKey("areas.id"), index=True)
    tour_id: Mapped[int | None] = mapped_column(ForeignKey("tours.id"), index=True)
    reference: Mapped[str | None]
    lon_e6: Mapped[int | None]
    lat_e6: Mapped[int | None]
    radius_m: Mapped[int | None]
    place_label: Mapped[str | None]
    campaign: Mapped[str | None]
    keeper: Mapped[str | None]
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    fallback_code: Mapped[str | None] = mapped_column(ForeignKey("links.code"))
    fallback_url: Mapped[str | None]
    revoked_at: Mapped[datetime | None]
    created_at: Mapped[created]

    __table_args__ = (
        CheckConstraint(STANDS_FOR_ONE_THING, name="stands_for_one_thing"),
        CheckConstraint(
            "num_nonnulls(lon_e6, lat_e6, radius_m) IN (0, 3)", name="place_is_whole"
        ),
        CheckConstraint("starts_at < ends_at", name="starts_before_it_ends"),
        CheckConstraint(
            "num_nonnulls(fallback_code, fallback_url) <= 1 AND fallback_code <> code",
            name="one_fallback",
        ),
    )


class LinkChange(Base):
    """What staff did to a code; only the values that changed, before and after."""

    __tablename__ = "link_changes"

    id: Mapped[identity]
    code: Mapped[str] = mapped_column(ForeignKey("links.code"), index=True)
    at: Mapped[created]
    by: Mapped[str]
    verb: Mapped[str]
    before: Mapped[dict[str, Any]]
    after: Mapped[dict[str, Any]]


class LinkScan(Base):
    """One opening of a printed code. Nothing here tells of a person.

    `near`: whether it was where the code hangs, null when nobody said.
    """

    __tablename__ = "link_scans"

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    code: Mapped[str] = mapped_column(ForeignKey("links.code"))
    day: Mapped[date]
    hour: Mapped[small]
    language: Mapped[str]
    device: Mapped[Device] = mapped_column(Text)
    near: Mapped[bool | None]

    __table_args__ = (
        CheckConstraint("hour BETWEEN 0 AND 23", name="hour_of_a_day"),
        Index("ix_link_scans_code_day", "code", "day"),
        Index("ix_link_scans_day", "day", postgresql_using="brin"),
    )


class LinkKey(Base):
    """An Idempotency-Key that came with a word about a code, for two days.

    Only hashes: `key` of the key, `said` of it and what was said with it, so that
    nobody can try out where somebody was.
    """

    __tablename__ = "link_keys"

    key: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    said: Mapped[bytes] = mapped_column(LargeBinary)
    day: Mapped[date] = mapped_column(index=True)


class LinkFlag(Base):
    """Somebody should look at a code: at most one open flag of a kind on each.

    `count`: how often that was seen, from `first_on` to `last_on`; `said`: what the
    last reporter wrote.
    """

    __tablename__ = "link_flags"

    id: Mapped[identity]
    code: Mapped[str] = mapped_column(ForeignKey("links.code"))
    kind: Mapped[Flag] = mapped_column(Text)
    count: Mapped[int] = mapped_column(server_default="1")
    first_on: Mapped[date]
    last_on: Mapped[date]
    said: Mapped[str | None]
    resolved_at: Mapped[datetime | None]

    __table_args__ = (
        Index(
            "uq_link_flags_open",
            "code",
            "kind",
            unique=True,
            postgresql_where=text("resolved_at IS NULL"),
        ),
    )
