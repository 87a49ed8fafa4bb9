"""The tables of systems, stations and bikes, and their enums."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from geoalchemy2 import Geography, WKBElement
from sqlalchemy import (
    ARRAY,
    BigInteger,
    CheckConstraint,
    Computed,
    ForeignKey,
    Identity,
    Index,
    Text,
    UniqueConstraint,
    func,
)
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from citizen_api.db import Base, created, identity, one_of, small


class State(StrEnum):
    """Where a bike is in its life: one of these at any moment.

    claimed: somebody's lock is opening. non_operational: broken or empty, out of
    use. non_contactable: its lock is silent. removed: in the workshop or written off.
    """

    AVAILABLE = "available"
    RESERVED = "reserved"
    CLAIMED = "claimed"
    ON_TRIP = "on_trip"
    NON_OPERATIONAL = "non_operational"
    NON_CONTACTABLE = "non_contactable"
    MISSING = "missing"
    REMOVED = "removed"


NOWHERE = "'on_trip', 'missing', 'removed'"


class BikeSystem(Base):
    """An operator's system; `code` is its id on the wire.

    `ours`: the one whose bikes we keep and whose feeds we publish. `facts`: what
    `system_information` says of it.
    """

    __tablename__ = "bike_systems"

    id: Mapped[identity]
    code: Mapped[str] = mapped_column(Text, unique=True)
    ours: Mapped[bool]
    name: Mapped[dict[str, Any]]
    facts: Mapped[dict[str, Any]] = mapped_column(server_default=sql("'{}'"))

    __table_args__ = (
        Index(
            "uq_bike_systems_ours", "ours", unique=True, postgresql_where=sql("ours")
        ),
    )


class Station(Base):
    """Where bikes are taken and brought; `slug` is its id on the wire.

    `told_id`: its id in the feed of its system. `accuracy_m`: the radius in which the
    true place lies; `basis`: how it was placed. `is_virtual`: a marked place without
    docks, where more than `capacity` may stand. `simulated`: nobody published its
    capacity, and what stands there is made up.
    """

    __tablename__ = "stations"

    id: Mapped[identity]
    system_id: Mapped[int] = mapped_column(ForeignKey("bike_systems.id"))
    told_id: Mapped[str]
    slug: Mapped[str] = mapped_column(Text, unique=True)
    name: Mapped[dict[str, Any]]
    address: Mapped[dict[str, Any] | None]
    lon_e6: Mapped[int]
    lat_e6: Mapped[int]
    place: Mapped[WKBElement] = mapped_column(
        Geography("POINT", srid=4326, spatial_index=False),
        Computed(
            "(st_setsrid(st_makepoint(lon_e6::float8 / 1e6, lat_e6::float8 / 1e6),"
            " 4326))::geography"
        ),
    )
    accuracy_m: Mapped[int | None]
    basis: Mapped[str | None]
    place_note: Mapped[str | None]
    ward_id: Mapped[int | None] = mapped_column(ForeignKey("areas.id"))
    schedule_id: Mapped[int | None] = mapped_column(ForeignKey("schedules.id"))
    capacity: Mapped[int | None]
    docks_disabled: Mapped[small] = mapped_column(server_default="0")
    is_virtual: Mapped[bool]
    parking_type: Mapped[str | None]
    simulated: Mapped[bool] = mapped_column(server_default=sql("false"))
    is_installed: Mapped[bool] = mapped_column(server_default=sql("true"))
    is_renting: Mapped[bool] = mapped_column(server_default=sql("true"))
    is_returning: Mapped[bool] = mapped_column(server_default=sql("true"))
    removed_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("system_id", "told_id"),
        CheckConstraint("name ? 'vi'", name="said_in_vi"),
        CheckConstraint("capacity >= 0 AND docks_disabled >= 0", name="not_negative"),
        Index("ix_stations_place", "place", postgresql_using="gist"),
    )


class BikeType(Base):
    """A kind of bike; `id` is its id on the wire. `max_range_m`: of one with a motor.

    `plan_ids`: the tariffs it may be rented by, the usual one first. `reserve_min`:
    how long it is held for a rider, 0 for no reservation.
    """

    __tablename__ = "bike_types"

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[dict[str, Any]]
    form_factor: Mapped[str]
    propulsion: Mapped[str]
    max_range_m: Mapped[int | None]
    plan_ids: Mapped[list[str]] = mapped_column(ARRAY(Text))
    reserve_min: Mapped[small]

    __table_args__ = (
        CheckConstraint(
            "(propulsion = 'human') = (max_range_m IS NULL)", name="range_of_a_motor"
        ),
    )


class Bike(Base):
    """A bike of ours. `number` is painted on it and never changes.

    `token`: what its QR code says, 128 random bits as 22 letters. `code`: the eight
    digits beside it, for staff and riders without a camera. Both may be given anew.
    `vehicle_id` names it in public feeds, and is another one after every trip.
    `fault`: what is wrong with it; a bike with a fault is never available.
    """

    __tablename__ = "bikes"

    id: Mapped[identity]
    number: Mapped[str] = mapped_column(Text, unique=True)
    token: Mapped[str] = mapped_column(Text, unique=True)
    code: Mapped[str] = mapped_column(Text, unique=True)
    type_id: Mapped[str] = mapped_column(ForeignKey("bike_types.id"))
    state: Mapped[str] = mapped_column(one_of("state", State))
    state_since: Mapped[datetime]
    station_id: Mapped[int | None] = mapped_column(ForeignKey("stations.id"))
    lon_e6: Mapped[int | None]
    lat_e6: Mapped[int | None]
    vehicle_id: Mapped[UUID] = mapped_column(
        unique=True, server_default=func.gen_random_uuid()
    )
    battery: Mapped[small | None]
    range_m: Mapped[int | None]
    reported_at: Mapped[datetime]
    fault: Mapped[str | None]
    simulated: Mapped[bool] = mapped_column(server_default=sql("false"))

    __table_args__ = (
        CheckConstraint("token ~ '^[A-Za-z0-9_-]{22}$'", name="token"),
        CheckConstraint("code ~ '^[0-9]{8}$'", name="code"),
        CheckConstraint("battery BETWEEN 0 AND 100", name="battery"),
        CheckConstraint(
            f"station_id IS NULL OR state NOT IN ({NOWHERE})", name="is_somewhere"
        ),
        CheckConstraint("(lon_e6 IS NULL) = (lat_e6 IS NULL)", name="both_degrees"),
        CheckConstraint(
            "state NOT IN ('available', 'reserved') OR"
            " ((station_id IS NOT NULL OR lon_e6 IS NOT NULL) AND fault IS NULL)",
            name="fit_for_a_rider",
        ),
        Index("ix_bikes_station_id", "station_id", "state", "type_id"),
    )


class BikeEvent(Base):
    """That a bike went from one state to another, or to another place. Never edited.

    `at`: when it happened; `recorded_at`: when we were told. Says nothing of a rider.
    """

    __tablename__ = "bike_events"

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    bike_id: Mapped[int] = mapped_column(ForeignKey("bikes.id"))
    at: Mapped[datetime]
    recorded_at: Mapped[created]
    was: Mapped[str]
    became: Mapped[str]
    station_id: Mapped[int | None] = mapped_column(ForeignKey("stations.id"))
    reason: Mapped[str | None]

    __table_args__ = (Index("ix_bike_events_bike_id_id", "bike_id", "id"),)
