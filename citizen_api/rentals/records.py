"""The tables beside rentals: words of locks, passes, refunds, answers."""

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
from sqlalchemy.orm import Mapped, mapped_column

from citizen_api.db import Base, one_of, small
from citizen_api.rentals.models import ONE_OWNER


class Told(StrEnum):
    """What a lock tells."""

    OPENED = "lock.opened"
    CLOSED = "lock.closed"
    REFUSED = "lock.refused"
    SEEN = "lock.seen"


class Order(StrEnum):
    """Why a lock was commanded."""

    UNLOCK = "unlock"
    RESUME = "resume"
    STAFF = "staff"


class Outcome(StrEnum):
    """What became of a lock event.

    applied; noted: kept, and it changes nothing (repeated, or of a rental that is
    over); late_opening: the lock opened after we had given up; too_old: from before
    the rental; stray: nobody rents the bike.
    """

    APPLIED = "applied"
    NOTED = "noted"
    LATE_OPENING = "late_opening"
    TOO_OLD = "too_old"
    STRAY = "stray"


class LockCommand(Base):
    """What a lock was told to do; the lock does each once, however often it hears."""

    __tablename__ = "lock_commands"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    bike_id: Mapped[int] = mapped_column(ForeignKey("bikes.id"))
    rental_id: Mapped[UUID | None] = mapped_column(ForeignKey("rentals.id"), index=True)
    kind: Mapped[str] = mapped_column(one_of("kind", Order))
    at: Mapped[datetime]


class LockEvent(Base):
    """What a lock told, as it came. `event`: the lock's own id of it, told once.

    `lock_at`: by the lock's clock; `raw` holds places: deleted after ninety days.
    """

    __tablename__ = "lock_events"

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    bike_id: Mapped[int] = mapped_column(ForeignKey("bikes.id"))
    event: Mapped[str]
    kind: Mapped[str] = mapped_column(one_of("kind", Told))
    lock_at: Mapped[datetime]
    received_at: Mapped[datetime]
    command: Mapped[UUID | None]
    rental_id: Mapped[UUID | None] = mapped_column(ForeignKey("rentals.id"), index=True)
    outcome: Mapped[str] = mapped_column(one_of("outcome", Outcome))
    raw: Mapped[dict[str, Any]]

    __table_args__ = (
        UniqueConstraint("bike_id", "event"),
        Index("ix_lock_events_received_at", "received_at", postgresql_using="brin"),
    )


class RidePass(Base):
    """A pool of minutes that was bought; `plan`: as it was then."""

    __tablename__ = "ride_passes"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"), index=True)
    device_id: Mapped[int | None] = mapped_column(ForeignKey("devices.id"), index=True)
    key: Mapped[bytes | None] = mapped_column(LargeBinary, unique=True)
    plan: Mapped[dict[str, Any]]
    bought_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    refunded_at: Mapped[datetime | None]

    __table_args__ = (CheckConstraint(ONE_OWNER, name="one_owner"),)


class GroupTicket(Base):
    """That a rider may have several bikes at once, until it ends."""

    __tablename__ = "group_tickets"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"), index=True)
    device_id: Mapped[int | None] = mapped_column(ForeignKey("devices.id"), index=True)
    key: Mapped[bytes | None] = mapped_column(LargeBinary, unique=True)
    bikes: Mapped[small] = mapped_column(
        CheckConstraint("bikes BETWEEN 2 AND 5", name="bikes")
    )
    begins_at: Mapped[datetime]
    ends_at: Mapped[datetime]

    __table_args__ = (CheckConstraint(ONE_OWNER, name="one_owner"),)


class RentalRefund(Base):
    """Money that staff give back; above a sum, once two of them want it.

    `approved_by`: nobody while it waits for the second; `rejected_for`: why it is not
    paid, by a second person or by the first, who withdrew it.
    """

    __tablename__ = "rental_refunds"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    rental_id: Mapped[UUID] = mapped_column(ForeignKey("rentals.id"), index=True)
    key: Mapped[bytes | None] = mapped_column(LargeBinary, unique=True)
    amount: Mapped[int] = mapped_column(CheckConstraint("amount > 0", name="amount"))
    reason: Mapped[str]
    asked_by: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    asked_at: Mapped[datetime]
    approved_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    approved_at: Mapped[datetime | None]
    entry_id: Mapped[UUID | None] = mapped_column(ForeignKey("ledger_entries.id"))
    rejected_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    rejected_at: Mapped[datetime | None]
    rejected_for: Mapped[str | None]

    __table_args__ = (
        CheckConstraint(
            "num_nonnulls(rejected_by, rejected_at, rejected_for) IN (0, 3)"
            " AND num_nonnulls(entry_id, rejected_at) < 2",
            name="rejected",
        ),
    )


class RentalAnswer(Base):
    """What was answered to an Idempotency-Key; nothing while it is being made."""

    __tablename__ = "rental_answers"

    key: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    said: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[datetime] = mapped_column(index=True)
    status: Mapped[small | None]
    body: Mapped[bytes | None] = mapped_column(LargeBinary)
