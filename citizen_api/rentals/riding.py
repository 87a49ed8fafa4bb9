"""What a rider does on the way: pause, ride on, report, say it is the wrong bike."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from citizen_api.bikes.queries import bike as locked_bike
from citizen_api.bikes.queries import bike_by_number
from citizen_api.jobs.actions import enqueue
from citizen_api.problems import NotFound, Said
from citizen_api.rentals import ending, faults, moves, queries, rules
from citizen_api.rentals.faults import WRONG_BIKE
from citizen_api.rentals.models import Free, Rental, Review, State
from citizen_api.rentals.problems import TooLate, TooManyWrongBikes, UnknownBike
from citizen_api.rentals.records import Order
from citizen_api.rentals.standing import CLOSE_JOB
from citizen_api.rentals.starting import command

LONG_OVER = Said(
    "Đã quá 24 giờ từ chuyến đi này. Hãy báo ở chuyến đi mới.",
    "It is more than 24 hours since this ride. Report it from a new one.",
)


def pause(session: Session, rental: Rental, now: datetime) -> None:
    """The next closing of the lock, or the last one, is a pause; the meter runs on."""
    if rental.state == State.PAUSED or (
        rental.state == State.ACTIVE and rental.pause_wanted
    ):
        return
    rules.ensure_in(rental, State.ACTIVE, State.ENDING)
    rental.confirmed_at = None
    if rental.state == State.ENDING and rental.closed_told_at is not None:
        moves.become(session, rental, State.PAUSED, "paused", at=now, now=now)
        return
    if rental.state == State.ENDING:
        moves.become(session, rental, State.ACTIVE, "rides_on", at=now, now=now)
    rental.pause_wanted = True
    moves.note(session, rental, "pause_wanted", at=now, now=now)


def resume(session: Session, rental: Rental, now: datetime) -> UUID | None:
    """The command that the lock of a paused ride is to be told; None: it is open."""
    if rental.state == State.ACTIVE:
        if rental.pause_wanted:
            rental.pause_wanted = False
            moves.note(session, rental, "rides_on", at=now, now=now)
        return None
    rules.ensure_in(rental, State.PAUSED, State.ENDING)
    if rental.state == State.ENDING and rental.closed_told_at is None:
        rental.confirmed_at = None
        moves.become(session, rental, State.ACTIVE, "rides_on", at=now, now=now)
        return None
    return command(session, rental.bike_id, Order.RESUME, now, rental)


def report(
    session: Session, rental: Rental, what: str, now: datetime, *, review: bool
) -> None:
    """The bike is faulty: out of the count after the ride, or now when it is over.

    `review`: the rider cannot go on, and staff must end the ride. Raises TooLate.
    """
    if not rules.may_report(rental, now):
        raise TooLate(LONG_OVER)
    bike = locked_bike(session, rental.bike_id)
    rental.fault = what
    if rental.state == State.RESERVED:
        moves.become(session, rental, State.CANCELLED, "cancelled", at=now, now=now)
    faults.tell(session, rental, bike, what, now)
    moves.note(session, rental, "fault_reported", at=now, now=now)
    if review and rental.state in {State.ACTIVE, State.PAUSED, State.ENDING}:
        ending.review(session, rental, Review.RIDER_ASKED, at=now, now=now)


def wrong_bike(
    session: Session, rental: Rental, number: str | None, now: datetime
) -> None:
    """Another bike opened than the one that was scanned: free, and both are looked at.

    `number`: that of the bike before the rider, which is taken out of the count where
    it can be that one. Raises TooLate, TooManyWrongBikes, UnknownBike.
    """
    if rental.free_for == Free.WRONG_BIKE:
        return
    rules.ensure_in(rental, State.ACTIVE, State.PAUSED, State.ENDING)
    if not rules.may_say_wrong(rental, now):
        raise TooLate
    if _said_since(session, rental, now - rules.DAY) >= rules.MOST_WRONG:
        raise TooManyWrongBikes
    opened = queries.number_of(session, rental.bike_id)
    if number is not None and number != opened:
        _doubt(session, rental, number, now)
    enqueue(session, CLOSE_JOB, opened, now)
    start, free = rental.start_station_id, Free.WRONG_BIKE
    fault = f"{WRONG_BIKE} of {number}" if number else WRONG_BIKE
    ending.end(session, rental, start, "wrong_bike", now=now, free=free, fault=fault)


def _said_since(session: Session, rental: Rental, since: datetime) -> int:
    """How often the rider of a rental was free for another bike since a moment."""
    wanted = select(func.count()).where(
        queries.theirs(Rental, queries.owner_of(rental)),
        Rental.free_for == Free.WRONG_BIKE,
        Rental.ended_at >= since,
    )
    return session.scalar(wanted) or 0


def _doubt(session: Session, rental: Rental, number: str, now: datetime) -> None:
    """Both names are for staff; who types any number takes no bike from elsewhere."""
    try:
        named = bike_by_number(session, number)
    except NotFound:
        raise UnknownBike from None
    if named.station_id is not None and named.station_id == rental.start_station_id:
        faults.tell(session, rental, named, WRONG_BIKE, now)
