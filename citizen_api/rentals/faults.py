"""What a rider says is wrong with a bike, which somebody else may have by now."""

from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from citizen_api.bikes import actions as bikes
from citizen_api.bikes.models import Bike
from citizen_api.bikes.queries import bike as locked_bike
from citizen_api.jobs.actions import enqueue
from citizen_api.problems import Said
from citizen_api.rentals import moves, queries
from citizen_api.rentals.models import Rental, State
from citizen_api.rentals.problems import TooLate

FAULT_JOB: Final = "rental-fault"
WRONG_BIKE: Final = "wrong bike opened: look at the sticker"
ANOTHERS: Final = Said(
    "Người khác đang thuê xe này. Ai đi xe mới báo được.",
    "Somebody else has this bike now. Only who rode it can report it.",
)


def tell(session: Session, rental: Rental, bike: Bike, what: str, at: datetime) -> None:
    """A rider says that a bike is faulty: out of the count now, or after the ride.

    Whoever else has it hears of it in a turn of their own. Raises TooLate for who
    never rode: nobody loses a bike by the word of a passer-by.
    """
    other = queries.open_on(session, bike.id)
    if other is None or other.id == rental.id:
        bikes.report_fault(session, bike, what, at=at)
        return
    if rental.opened_told_at is None:
        raise TooLate(ANOTHERS)
    enqueue(session, FAULT_JOB, f"{bike.id}:{rental.id}", at)


def pass_on(session: Session, bike_id: int, told: Rental, now: datetime) -> bool:
    """Take the bike out of use, or tell whoever rides it; who reserved it is free.

    False when it changed hands meanwhile.
    """
    there = queries.open_on(session, bike_id)
    other = there and queries.held(session, there.id)
    bike = locked_bike(session, bike_id)
    if queries.open_on(session, bike_id) is not other:
        return False
    what = told.fault if told.bike_id == bike_id else None
    bikes.report_fault(session, bike, what or WRONG_BIKE, at=now)
    if other is not None and other.state == State.RESERVED:
        cause = moves.WITHDRAWN
        moves.become(session, other, State.EXPIRED, cause, at=now, now=now)
    elif other is not None:
        moves.note(session, other, "bike_reported", at=now, now=now)
    return True
