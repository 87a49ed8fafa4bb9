"""Questions about rentals. Those that end in a change lock the wallet, then the row."""

from collections.abc import Sequence
from datetime import datetime
from itertools import takewhile
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Row, func, select
from sqlalchemy.orm import Session

from citizen_api.bikes.counts import ONE_BY_ONE
from citizen_api.bikes.models import Bike
from citizen_api.bikes.queries import NEAREST, NO_RETURN, Near
from citizen_api.problems import NotFound
from citizen_api.rentals.billing import SHORT_APART, Ride
from citizen_api.rentals.models import OPEN, Free, Rental, RentalEvent, State
from citizen_api.rentals.records import GroupTicket, LockCommand, LockEvent, RidePass
from citizen_api.rentals.rules import DAY, FAILURES_TO_CHECK, meter
from citizen_api.wallets.ledger import locked
from citizen_api.wallets.models import Owner

PLACE: Final = f"""
SELECT id, slug, name, accuracy_m, lon_e6, lat_e6, is_virtual, docks_available,
       renting, taking_back
FROM ({ONE_BY_ONE} AND s.id = %(id)s) counted
"""  # noqa: S608 - our own words
MOST_IN_REVIEW: Final = 100
OPEN_STATES: Final = tuple(state.value for state in OPEN)
USED_S: Final = func.coalesce(
    func.sum(func.greatest(Rental.seconds - Rental.free_s, 0)).filter(
        Rental.free_for.is_(None)
    ),
    0,
)
"""The seconds of rentals that were ridden and billed."""


class Place(NamedTuple):
    """A station, and whether bikes are rented and taken back there now."""

    id: int
    slug: str
    name: dict[str, str]
    accuracy_m: int | None
    lon_e6: int
    lat_e6: int
    is_virtual: bool
    docks_available: int | None
    renting: bool
    returning: bool


def owner_of(row: Rental | RidePass | GroupTicket) -> Owner:
    """Whose it is."""
    return Owner(row.person_id, row.device_id)


def theirs(table: Any, owner: Owner) -> ColumnElement[bool]:
    """The rows of an owner."""
    if owner.person is not None:
        mine: ColumnElement[bool] = table.person_id == owner.person
        return mine
    others: ColumnElement[bool] = table.device_id == owner.device
    return others


def held(session: Session, rental_id: UUID, owner: Owner | None = None) -> Rental:
    """A rental, which nobody else changes until the transaction ends.

    `owner`: whose it must be. Raises NotFound.
    """
    found = session.get(Rental, rental_id)
    if found is None or (owner is not None and owner_of(found) != owner):
        raise NotFound
    locked(session, owner_of(found))
    session.refresh(found, with_for_update=True)
    return found


def rental_of(session: Session, rental_id: UUID, owner: Owner) -> Rental:
    """A rental of an owner; raises NotFound."""
    wanted = select(Rental).where(Rental.id == rental_id, theirs(Rental, owner))
    found = session.scalars(wanted).one_or_none()
    if found is None:
        raise NotFound
    return found


def open_rentals(session: Session, owner: Owner) -> list[Rental]:
    """The open rentals of an owner, the oldest first."""
    wanted = select(Rental).where(theirs(Rental, owner), Rental.state.in_(OPEN_STATES))
    return list(session.scalars(wanted.order_by(Rental.reserved_at, Rental.id)))


def rentals_of(
    session: Session, owner: Owner, before: tuple[datetime, UUID] | None, limit: int
) -> list[Rental]:
    """An owner's rentals, the newest first, older than the one given."""
    wanted = select(Rental).where(theirs(Rental, owner))
    if before is not None:
        row = Rental.reserved_at, Rental.id
        wanted = wanted.where(func.row(*row) < func.row(*before))
    newest = wanted.order_by(Rental.reserved_at.desc(), Rental.id.desc())
    return list(session.scalars(newest.limit(limit)))


def open_on(session: Session, bike_id: int) -> Rental | None:
    """The open rental of a bike."""
    wanted = select(Rental).where(
        Rental.bike_id == bike_id, Rental.state.in_(OPEN_STATES)
    )
    return session.scalars(wanted).one_or_none()


def owing(session: Session, owner: Owner) -> list[Rental]:
    """What an owner has not paid."""
    wanted = select(Rental).where(theirs(Rental, owner), Rental.state == State.OWING)
    return list(session.scalars(wanted.with_for_update()))


def in_review(session: Session) -> Sequence[Row[Rental, str]]:
    """What people must look at, the oldest first, and the numbers of the bikes."""
    wanted = select(Rental, Bike.number).join(Bike).where(Rental.state == State.REVIEW)
    oldest = wanted.order_by(Rental.review_at).limit(MOST_IN_REVIEW)
    return session.execute(oldest).all()


def failures(session: Session, bike_id: int) -> int:
    """How often in a row the lock of a bike did not open, of the last few times."""
    wanted = select(Rental.state).where(
        Rental.bike_id == bike_id,
        Rental.unlock_at.is_not(None),
        Rental.state != State.UNLOCKING,
    )
    latest = session.scalars(
        wanted.order_by(Rental.unlock_at.desc()).limit(FAILURES_TO_CHECK)
    )
    return sum(1 for _ in takewhile(lambda state: state == State.FAILED, latest))


def ticket_of(session: Session, owner: Owner, now: datetime) -> int:
    """How many bikes an owner may have at once."""
    wanted = select(func.max(GroupTicket.bikes)).where(
        theirs(GroupTicket, owner),
        GroupTicket.begins_at <= now,
        GroupTicket.ends_at > now,
    )
    return session.scalar(wanted) or 1


def passes_of(session: Session, owner: Owner) -> Sequence[RidePass]:
    """An owner's passes, the newest first."""
    wanted = select(RidePass).where(theirs(RidePass, owner))
    newest = wanted.order_by(RidePass.bought_at.desc(), RidePass.id)
    return session.scalars(newest).all()


def used_of(session: Session, pass_id: UUID) -> int:
    """How many seconds of a pass were ridden and billed."""
    return int(session.scalar(select(USED_S).where(Rental.pass_id == pass_id)) or 0)


def command(session: Session, command_id: UUID | None) -> LockCommand | None:
    """What a lock was told under this id."""
    return session.get(LockCommand, command_id) if command_id else None


def told_before(session: Session, bike_id: int, event: str) -> LockEvent | None:
    """What a lock told under this id already."""
    wanted = select(LockEvent).where(
        LockEvent.bike_id == bike_id, LockEvent.event == event
    )
    return session.scalars(wanted).one_or_none()


def number_of(session: Session, bike_id: int) -> str:
    """What is painted on a bike."""
    return session.get_one(Bike, bike_id).number


def nearest(session: Session, lon: float, lat: float) -> Near | None:
    """The nearest station of ours, however far it is."""
    asked = {"lon": lon, "lat": lat}
    found = session.connection().exec_driver_sql(NEAREST, asked).first()
    return Near._make(found) if found else None


def no_return(session: Session, lon: float, lat: float, doubt: int) -> bool:
    """Whether a place, which may be wrong by `doubt` metres, is in such a zone."""
    asked = {"lon": lon, "lat": lat, "doubt": doubt}
    found: bool = session.connection().exec_driver_sql(NO_RETURN, asked).scalar_one()
    return found


def place(session: Session, station_id: int, now: datetime, opened: bytes) -> Place:
    """A station of ours as it is now; `opened`: one bit per schedule."""
    asked = {"id": station_id, "now": now, "open": opened}
    return Place._make(session.connection().exec_driver_sql(PLACE, asked).one())


def ride(session: Session, rental: Rental, now: datetime) -> Ride:
    """What the bill of a rental needs to know."""
    counted = meter(rental, now)
    if counted is None:
        raise ValueError("the lock has not opened")
    wanted = select(Rental.ended_at).where(
        theirs(Rental, owner_of(rental)),
        Rental.free_for == Free.SHORT,
        Rental.ended_at >= counted.start - DAY,
        Rental.id != rental.id,
    )
    ends = [each for each in session.scalars(wanted) if each is not None]
    last = max(ends, default=counted.start - DAY - SHORT_APART)
    return Ride(
        seconds=counted.seconds,
        free_s=rental.free_s,
        started_at=counted.start,
        same_station=rental.end_station_id is not None
        and rental.end_station_id == rental.start_station_id,
        short_today=len(ends),
        last_short=last,
        pass_used_s=used_of(session, rental.pass_id) if rental.pass_id else None,
        capped=rental.review_at is not None,
    )


def events_after(session: Session, owner: Owner, last: int) -> list[RentalEvent]:
    """What happened in an owner's rentals after an event."""
    wanted = (
        select(RentalEvent)
        .join(Rental, Rental.id == RentalEvent.rental_id)
        .where(theirs(Rental, owner), RentalEvent.id > last)
    )
    return list(session.scalars(wanted.order_by(RentalEvent.id).limit(100)))
