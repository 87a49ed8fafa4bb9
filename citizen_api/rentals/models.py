"""The tables of rentals and of what happened in them."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Identity,
    Index,
    LargeBinary,
    UniqueConstraint,
)
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from citizen_api.db import Base, one_of, small


class State(StrEnum):
    """Where a rental is in its life; the words of docs/decisions/0013-rentals.md."""

    RESERVED = "reserved"
    UNLOCKING = "unlocking"
    ACTIVE = "active"
    PAUSED = "paused"
    ENDING = "ending"
    REVIEW = "review"
    ENDED = "ended"
    SETTLED = "settled"
    OWING = "owing"
    FAILED = "failed"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    WRITTEN_OFF = "written_off"


OPEN = (
    State.RESERVED,
    State.UNLOCKING,
    State.ACTIVE,
    State.PAUSED,
    State.ENDING,
    State.REVIEW,
)
NEVER_RIDDEN = frozenset({State.FAILED, State.EXPIRED, State.CANCELLED})
IS_OPEN = f"state IN ({', '.join(repr(state.value) for state in OPEN)})"
ONE_OWNER = "num_nonnulls(person_id, device_id) = 1"


class Free(StrEnum):
    """Why a ride costs nothing."""

    SHORT = "short"
    WRONG_BIKE = "wrong_bike"
    STAFF = "staff"


class Review(StrEnum):
    """Why people must look at a rental."""

    OPEN_LONG = "open_long"
    NO_POSITION = "no_position"
    RIDER_ASKED = "rider_asked"


class Refusal(StrEnum):
    """Why a bike cannot be left where it was locked."""

    AWAY = "away"
    FULL = "full"
    CLOSED = "closed"
    NO_RETURN = "no_return"


class Rental(Base):
    """A bike in the hands of a citizen or of a visitor's device.

    `slot`: 1, or more with a group ticket. `version` counts its events. `plan`: the
    tariff as it was at the start. `closed_*`: when and where the lock closed last; the
    place is forgotten when the ride ends. `our_clock`: the ride is counted by it, as
    the lock's was not believed or the lock did not end it. `pass_left_s`: what the
    pass had when the lock opened. `free_s`: seconds given since the bike was not taken
    back.
    """

    __tablename__ = "rentals"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    bike_id: Mapped[int] = mapped_column(ForeignKey("bikes.id"))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    device_id: Mapped[int | None] = mapped_column(ForeignKey("devices.id"))
    slot: Mapped[small] = mapped_column(server_default="1")
    state: Mapped[str] = mapped_column(one_of("state", State))
    version: Mapped[int] = mapped_column(server_default="0")
    key: Mapped[bytes | None] = mapped_column(LargeBinary, unique=True)
    plan: Mapped[dict[str, Any]]
    pass_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("ride_passes.id"), index=True
    )
    reserved_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    command: Mapped[UUID | None]
    unlock_at: Mapped[datetime | None]
    deadline_at: Mapped[datetime | None]
    opened_lock_at: Mapped[datetime | None]
    opened_told_at: Mapped[datetime | None]
    closed_lock_at: Mapped[datetime | None]
    closed_told_at: Mapped[datetime | None]
    closed_lon_e6: Mapped[int | None]
    closed_lat_e6: Mapped[int | None]
    closed_accuracy_m: Mapped[int | None]
    our_clock: Mapped[bool] = mapped_column(server_default=sql("false"))
    pause_wanted: Mapped[bool] = mapped_column(server_default=sql("false"))
    confirmed_at: Mapped[datetime | None]
    reminders: Mapped[small] = mapped_column(server_default="0")
    pass_left_s: Mapped[int | None]
    refused_for: Mapped[str | None]
    free_s: Mapped[int] = mapped_column(server_default="0")
    fault: Mapped[str | None]
    review_for: Mapped[str | None]
    review_at: Mapped[datetime | None]
    missing_at: Mapped[datetime | None]
    start_station_id: Mapped[int | None] = mapped_column(ForeignKey("stations.id"))
    end_station_id: Mapped[int | None] = mapped_column(ForeignKey("stations.id"))
    overfull: Mapped[bool] = mapped_column(server_default=sql("false"))
    ended_at: Mapped[datetime | None]
    seconds: Mapped[int | None]
    price: Mapped[int | None] = mapped_column(
        CheckConstraint("price >= 0", name="price")
    )
    free_for: Mapped[str | None]
    entry_id: Mapped[UUID | None] = mapped_column(ForeignKey("ledger_entries.id"))

    __table_args__ = (
        CheckConstraint(ONE_OWNER, name="one_owner"),
        CheckConstraint(
            "state NOT IN ('reserved', 'failed', 'expired', 'cancelled')"
            " OR (price IS NULL AND entry_id IS NULL)",
            name="free_unless_ridden",
        ),
        CheckConstraint("slot BETWEEN 1 AND 5", name="slot"),
        Index(
            "uq_rentals_open_bike",
            "bike_id",
            unique=True,
            postgresql_where=sql(IS_OPEN),
        ),
        Index(
            "uq_rentals_open_person",
            "person_id",
            "slot",
            unique=True,
            postgresql_where=sql(IS_OPEN),
        ),
        Index(
            "uq_rentals_open_device",
            "device_id",
            "slot",
            unique=True,
            postgresql_where=sql(IS_OPEN),
        ),
        Index("ix_rentals_person_id", "person_id", "reserved_at", "id"),
        Index("ix_rentals_device_id", "device_id", "reserved_at", "id"),
        Index("ix_rentals_bike_id", "bike_id", "reserved_at"),
    )


class RentalEvent(Base):
    """That a rental became something, or that something was noted. Never edited.

    `at`: when it happened; `recorded_at`: when we knew. `version`: its number in the
    rental. The ids of one rider's events rise in the order of their commits.
    """

    __tablename__ = "rental_events"

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    rental_id: Mapped[UUID] = mapped_column(ForeignKey("rentals.id"))
    version: Mapped[int]
    at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(one_of("state", State))
    cause: Mapped[str]
    detail: Mapped[dict[str, Any]] = mapped_column(server_default=sql("'{}'"))

    __table_args__ = (UniqueConstraint("rental_id", "version"),)
