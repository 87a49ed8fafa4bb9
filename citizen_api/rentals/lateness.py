"""What is done of a rental when its moment comes, by whoever looks first."""

from datetime import datetime

from sqlalchemy.orm import Session

from citizen_api.bikes import actions as bikes
from citizen_api.bikes.models import State as BikeState
from citizen_api.bikes.queries import bike as locked_bike
from citizen_api.rentals import ending, moves, queries
from citizen_api.rentals.models import Rental, Review, State
from citizen_api.rentals.rules import FAILURES_TO_CHECK, Due, Moment, next_due
from citizen_api.wallets.ledger import balance
from citizen_api.wallets.models import Owner

LOCK_FAULT = "lock"


def catch_up(session: Session, rental: Rental, now: datetime) -> Rental:
    """The rental, which is held, once all that was due of it is done."""
    while (moment := next_due(rental)) is not None and moment.at <= now:
        _do(session, rental, moment, now)
    return rental


def settle_debts(session: Session, owner: Owner, now: datetime) -> None:
    """What was owed is settled once the wallet, which is locked, is not below zero."""
    for rental in queries.owing(session, owner):
        if not balance(session, owner).debt:
            moves.become(session, rental, State.SETTLED, "paid", at=now, now=now)


def fail(session: Session, rental: Rental, cause: str, now: datetime) -> None:
    """The lock did not open: the rider is free, nothing is charged.

    A bike that does this twice in a row waits for people to look at it.
    """
    moves.become(session, rental, State.FAILED, "failed", at=now, now=now)
    moves.note(session, rental, cause, at=now, now=now)
    bike = locked_bike(session, rental.bike_id)
    if bike.state == BikeState.CLAIMED:
        often = queries.failures(session, bike.id) >= FAILURES_TO_CHECK
        bikes.release(session, bike, at=now, fault=LOCK_FAULT if often else None)


def _do(session: Session, rental: Rental, moment: Moment, now: datetime) -> None:
    at = moment.at
    match moment.what:
        case Due.EXPIRE:
            _expire(session, rental, at, now)
        case Due.FAIL:
            fail(session, rental, "lock_silent", now)
        case Due.END:
            ending.finish(session, rental, now)
        case Due.RIDE_ON:
            rental.confirmed_at = None
            moves.become(
                session, rental, State.ACTIVE, "lock_still_open", at=at, now=now
            )
        case Due.REMIND:
            rental.reminders += 1
            moves.note(session, rental, "reminder", at=at, now=now)
        case Due.REVIEW:
            rental.reminders += 1
            moves.note(session, rental, "reminder", at=at, now=now)
            ending.review(session, rental, Review.OPEN_LONG, at=at, now=now)
        case Due.MISSING:
            _lose(session, rental, at, now)


def _expire(session: Session, rental: Rental, at: datetime, now: datetime) -> None:
    bike = locked_bike(session, rental.bike_id)
    if bike.state == BikeState.RESERVED:
        bikes.release(session, bike, at=now)
    moves.become(session, rental, State.EXPIRED, "expired", at=at, now=now)


def _lose(session: Session, rental: Rental, at: datetime, now: datetime) -> None:
    rental.missing_at = at
    bike = locked_bike(session, rental.bike_id)
    if bike.state == BikeState.NON_CONTACTABLE:
        bikes.withdraw(session, bike, BikeState.MISSING, at=now, reason="rental")
    moves.note(session, rental, "bike_missing", at=at, now=now)
