"""What locks tell of bikes that nobody rides: forced, opened too late, or by staff."""

from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy.orm import Session

from citizen_api.bikes import actions as bikes
from citizen_api.bikes.models import Bike
from citizen_api.bikes.models import State as BikeState
from citizen_api.jobs.actions import enqueue
from citizen_api.rentals import queries, rules
from citizen_api.rentals.records import Order, Outcome, Told
from geo.points import Point

CLOSE_JOB: Final = "lock-close"
LOCK_OPEN: Final = "lock open"
STAFF_OPEN: Final = "opened by staff"
# A bike that is out of use for nothing but this is free again once its lock closes.
PASSING: Final = frozenset({LOCK_OPEN, STAFF_OPEN})


class Event(NamedTuple):
    """What a lock tells. `lock`: the number of its bike; `event`: its own id of this.

    `at`: by its clock. `command`: the last that it obeyed, if it says so.
    """

    lock: str
    event: str
    kind: Told
    at: datetime
    command: UUID | None
    point: Point | None
    accuracy_m: int | None
    battery: int | None
    raw: dict[str, Any]


def alone(session: Session, bike: Bike, event: Event, now: datetime) -> Outcome:
    """Nobody rents the bike: it was staff, or something is wrong with the lock."""
    if event.kind is Told.CLOSED:
        return restore(session, bike, event, now)
    if event.kind is Told.OPENED:
        told = queries.command(session, event.command)
        if told is not None and told.kind == Order.STAFF:
            return Outcome.APPLIED
        withhold(session, bike, now)
    return Outcome.STRAY if event.kind is not Told.SEEN else Outcome.APPLIED


def withhold(session: Session, bike: Bike, now: datetime) -> None:
    """Nobody gets a bike that stands open: it is told to lock again."""
    enqueue(session, CLOSE_JOB, bike.number, now)
    if bike.state == BikeState.AVAILABLE:
        to = BikeState.NON_OPERATIONAL
        bikes.withdraw(session, bike, to, at=now, reason=LOCK_OPEN)


def restore(session: Session, bike: Bike, event: Event, now: datetime) -> Outcome:
    """It is locked again: free, if that was all that was wrong with it."""
    if bike.state != BikeState.NON_OPERATIONAL or bike.fault not in PASSING:
        return Outcome.NOTED
    bikes.mend(session, bike, _where(session, bike, event, now), at=now)
    return Outcome.APPLIED


def _where(session: Session, bike: Bike, event: Event, now: datetime) -> bikes.Where:
    """At the station by which the lock says it is, else there; or where it was."""
    if event.point is None:
        return bikes.where(bike)
    near = queries.nearest(session, event.point.lon, event.point.lat)
    if near is None:
        return bikes.Where(point=event.point)
    place = queries.place(session, near.station_id, now, b"")
    doubt = (event.accuracy_m, place.accuracy_m)
    there = rules.is_near(near.metres, *doubt, within=rules.STATION_WITHIN_M)
    return bikes.Where(near.station_id) if there else bikes.Where(point=event.point)
