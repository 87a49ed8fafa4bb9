"""What is made up of the city's bikes ends, once an operator tells of the real ones."""

from datetime import datetime
from typing import Final

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from citizen_api.bikes import actions as bikes
from citizen_api.bikes.models import Bike, State, Station
from citizen_api.bikes.queries import OURS
from citizen_api.rentals.models import Rental
from citizen_api.rentals.queries import OPEN_STATES

REASON: Final = "replaced by an operator's feed"


class StillRented(Exception):
    """Some of the bikes are in a rental."""


def retire(session: Session, now: datetime) -> int:
    """Take all made-up stations and bikes out of use; how many bikes.

    Raises StillRented.
    """
    wanted = select(Bike).where(Bike.simulated, Bike.state != State.REMOVED)
    fleet = session.scalars(wanted.order_by(Bike.id).with_for_update()).all()
    rented = (
        select(Rental.id)
        .join(Bike)
        .where(Bike.simulated, Rental.state.in_(OPEN_STATES))
    )
    if session.scalar(rented.limit(1)) is not None:
        raise StillRented
    for bike in fleet:
        bikes.withdraw(session, bike, State.REMOVED, at=now, reason=REASON)
    made_up = (Station.system_id == OURS, Station.simulated)
    there = update(Station).where(*made_up, Station.removed_at.is_(None))
    session.execute(there.values(removed_at=now))
    return len(fleet)
