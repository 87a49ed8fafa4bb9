"""What changes bikes. Callers hold the bike's row: see `queries`."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from citizen_api.bikes.codes import new_code, new_token
from citizen_api.bikes.models import Bike, BikeEvent, State
from citizen_api.bikes.rules import (
    GONE,
    WrongStep,
    after_trip,
    ensure_free,
    ensure_may_become,
)
from geo.points import Point


class Where(NamedTuple):
    """Where a bike was left: at a station (its number), or else at a point."""

    station_id: int | None = None
    point: Point | None = None


class NewBike(NamedTuple):
    """A bike to be put into service, standing at a station."""

    number: str
    type_id: str
    station_id: int
    battery: int | None
    range_m: int | None


def where(bike: Bike) -> Where:
    """Where a bike stands."""
    if bike.lon_e6 is None or bike.lat_e6 is None:
        return Where(bike.station_id)
    return Where(bike.station_id, Point.from_micro(bike.lon_e6, bike.lat_e6))


def reserve(session: Session, bike: Bike, *, at: datetime) -> None:
    """Keep a free bike for a rider. Raises BikeNotFree."""
    ensure_free(State(bike.state))
    _become(session, bike, State.RESERVED, at)


def claim(session: Session, bike: Bike, *, at: datetime, held: bool = False) -> None:
    """Take a bike out of the count while its lock opens; it still stands there.

    `held`: it is reserved for this rider. Raises BikeNotFree.
    """
    ensure_free(State(bike.state), held=held)
    _become(session, bike, State.CLAIMED, at)


def release(
    session: Session, bike: Bike, *, at: datetime, fault: str | None = None
) -> None:
    """The lock did not open, or the reservation is over: free again, unless faulty."""
    bike.fault = fault or bike.fault
    _become(session, bike, after_trip(bike.fault, bike.battery), at, fault)


def take(session: Session, bike: Bike, *, at: datetime) -> None:
    """The lock opened: the bike is with its rider, and nowhere in the feeds."""
    bike.station_id = bike.lon_e6 = bike.lat_e6 = None
    _become(session, bike, State.ON_TRIP, at)


def bring(
    session: Session,
    bike: Bike,
    where: Where,
    *,
    at: datetime,
    fault: str | None = None,
) -> None:
    """The bike was left somewhere and locked: it has another public id from now on.

    A bike that is or was reported faulty, or has an empty battery, is not available.
    """
    _place(bike, where)
    bike.vehicle_id = uuid4()
    bike.fault = fault or bike.fault
    _become(session, bike, after_trip(bike.fault, bike.battery), at, fault)


def move(session: Session, bike: Bike, where: Where, *, at: datetime) -> None:
    """Staff carried the bike, which nobody rides, to another place."""
    if bike.state in GONE:
        raise WrongStep(f"{bike.state} is nowhere")
    _place(bike, where)
    bike.vehicle_id = uuid4()
    _record(session, bike, bike.state, at, "moved")


def withdraw(
    session: Session, bike: Bike, to: State, *, at: datetime, reason: str
) -> None:
    """Take the bike out of use: broken, silent, missing or removed."""
    if to is State.NON_OPERATIONAL:
        bike.fault = reason
    if to in GONE:
        bike.station_id = bike.lon_e6 = bike.lat_e6 = None
    _become(session, bike, to, at, reason)


def mend(session: Session, bike: Bike, where: Where, *, at: datetime) -> None:
    """Put a bike back into service, whole, at a place."""
    _place(bike, where)
    bike.vehicle_id, bike.fault = uuid4(), None
    _become(session, bike, State.AVAILABLE, at, "mended")


def report_fault(session: Session, bike: Bike, what: str, *, at: datetime) -> None:
    """A rider says that it is broken: out of the count now, or after the ride."""
    bike.fault = what
    if bike.state in {State.AVAILABLE, State.RESERVED}:
        _become(session, bike, State.NON_OPERATIONAL, at, what)
    else:
        _record(session, bike, bike.state, at, what)


def relabel(session: Session, bike: Bike) -> None:
    """Give the bike another QR code and number to type; the old ones mean nothing."""
    bike.token, bike.code = new_token(), _unused_codes(session, 1)[0]
    session.flush()


def add(
    session: Session, new: Iterable[NewBike], *, at: datetime, made_up: bool
) -> int:
    """Put bikes into service whose numbers are not there yet; how many were new."""
    there = set(session.scalars(select(Bike.number)))
    missing = [each for each in new if each.number not in there]
    codes = _unused_codes(session, len(missing))
    session.add_all(
        Bike(
            **each._asdict(),
            token=new_token(),
            code=code,
            state=State.AVAILABLE,
            state_since=at,
            reported_at=at,
            simulated=made_up,
        )
        for each, code in zip(missing, codes, strict=True)
    )
    session.flush()
    return len(missing)


def _unused_codes(session: Session, count: int) -> list[str]:
    used = set(session.scalars(select(Bike.code))) if count else set()
    found: set[str] = set()
    while len(found) < count:
        found |= {new_code()} - used
    return list(found)


def _place(bike: Bike, where: Where) -> None:
    micro = where.point and where.point.to_micro()
    bike.station_id = where.station_id
    bike.lon_e6, bike.lat_e6 = micro or (None, None)


def _become(
    session: Session, bike: Bike, state: State, at: datetime, reason: str | None = None
) -> None:
    was = State(bike.state)
    ensure_may_become(was, state)
    bike.state, bike.state_since = state, at
    _record(session, bike, was, at, reason)


def _record(
    session: Session, bike: Bike, was: str, at: datetime, reason: str | None
) -> None:
    bike.reported_at = max(bike.reported_at, at)
    session.add(
        BikeEvent(
            bike_id=bike.id,
            at=at,
            was=was,
            became=bike.state,
            station_id=bike.station_id,
            reason=reason,
        )
    )
    session.flush()
