"""The tables beside stations: history, closures, zones, imports, kept feeds."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from geoalchemy2 import Geometry, WKBElement
from sqlalchemy import (
    ARRAY,
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Text,
    func,
)
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from citizen_api.db import Base, identity, one_of, small


class AlertType(StrEnum):
    """What an alert tells; words of GBFS."""

    SYSTEM_CLOSURE = "system_closure"
    STATION_CLOSURE = "station_closure"
    STATION_MOVE = "station_move"
    OTHER = "other"


class StationReport(Base):
    """What another system's feed last said of a station. `by_type`: available bikes."""

    __tablename__ = "station_reports"

    station_id: Mapped[int] = mapped_column(
        ForeignKey("stations.id", ondelete="CASCADE"), primary_key=True
    )
    reported_at: Mapped[datetime]
    available: Mapped[int]
    by_type: Mapped[dict[str, Any]]
    disabled: Mapped[int]
    docks_available: Mapped[int | None]


class StationSample(Base):
    """What a station counted at a moment: `bikes` to take, `docks` free (if known)."""

    __tablename__ = "station_samples"

    station_id: Mapped[int] = mapped_column(
        ForeignKey("stations.id", ondelete="CASCADE"), primary_key=True
    )
    at: Mapped[datetime] = mapped_column(primary_key=True)
    bikes: Mapped[small]
    docks: Mapped[small | None]

    __table_args__ = (Index("ix_station_samples_at", "at", postgresql_using="brin"),)


class BikeAlert(Base):
    """What riders should know for a while; a closure also stops renting there.

    `station_ids`: the stations it is about; none means the whole system.
    """

    __tablename__ = "bike_alerts"

    id: Mapped[UUID] = mapped_column(
        primary_key=True, server_default=func.gen_random_uuid()
    )
    type: Mapped[str] = mapped_column(one_of("type", AlertType))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]
    station_ids: Mapped[list[int]] = mapped_column(ARRAY(Integer), server_default="{}")
    summary: Mapped[dict[str, Any]]
    description: Mapped[dict[str, Any] | None]
    updated_at: Mapped[datetime]

    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_it_starts"),
        CheckConstraint("summary ?& ARRAY['vi', 'en']", name="said_in_vi_and_en"),
        CheckConstraint(
            "(type IN ('station_closure', 'station_move')) <= (station_ids <> '{}')",
            name="names_stations",
        ),
    )


class BikeZone(Base):
    """An area with rules for riding; `code` tells zones apart."""

    __tablename__ = "bike_zones"

    id: Mapped[identity]
    code: Mapped[str] = mapped_column(Text, unique=True)
    name: Mapped[dict[str, Any]]
    shape: Mapped[WKBElement] = mapped_column(
        Geometry("MULTIPOLYGON", srid=4326, spatial_index=False)
    )
    ride_start: Mapped[bool]
    ride_end: Mapped[bool]
    ride_through: Mapped[bool]
    station_parking: Mapped[bool]
    max_kph: Mapped[small | None]


class BikeImport(Base):
    """Where another system's feed is, and how reading it went.

    `told_at`: when the feed says its counts were true; `good_at`: when we last read it
    whole; `problem`: why not since. `local`: an address of this machine is taken, for a
    trial.
    """

    __tablename__ = "bike_imports"

    system_id: Mapped[int] = mapped_column(
        ForeignKey("bike_systems.id"), primary_key=True
    )
    url: Mapped[str] = mapped_column(Text, unique=True)
    local: Mapped[bool] = mapped_column(server_default=sql("false"))
    version: Mapped[str | None]
    told_at: Mapped[datetime | None]
    good_at: Mapped[datetime | None]
    polled_at: Mapped[datetime | None]
    due_at: Mapped[datetime]
    failures: Mapped[int] = mapped_column(server_default="0")
    problem: Mapped[str | None]


class BikeFeed(Base):
    """A GBFS feed as it is served: gzip bytes of one edition. A cache, not logged."""

    __tablename__ = "bike_feeds"

    path: Mapped[str] = mapped_column(Text, primary_key=True)
    edition: Mapped[str] = mapped_column(index=True)
    made_at: Mapped[datetime]
    tag: Mapped[str]
    packed: Mapped[bytes] = mapped_column(LargeBinary)

    __table_args__ = {"prefixes": ["UNLOGGED"]}  # noqa: RUF012 - SQLAlchemy's protocol
