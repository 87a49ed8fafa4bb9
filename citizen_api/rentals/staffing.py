"""What staff do, with a reason, in the audit log."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy.orm import Session

from citizen_api.audits.actions import record
from citizen_api.audits.rules import Event
from citizen_api.bikes import actions as bikes
from citizen_api.bikes.codes import Scanned
from citizen_api.bikes.models import State as BikeState
from citizen_api.bikes.queries import bike as locked_bike
from citizen_api.bikes.queries import station
from citizen_api.rentals import ending, moves, rules
from citizen_api.rentals.cards import price_of
from citizen_api.rentals.models import Free, Rental, Review, State
from citizen_api.rentals.records import Order, RentalRefund
from citizen_api.rentals.refunds import FOUR_EYES_ABOVE, ask
from citizen_api.rentals.standing import STAFF_OPEN
from citizen_api.rentals.starting import command, scanned_bike

OVER = frozenset({State.SETTLED, State.OWING, State.WRITTEN_OFF})


class Ending(NamedTuple):
    """How staff end a ride: where the bike is, None when it is not to be found."""

    station: str | None
    reason: str
    free: bool


def force_end(
    session: Session, rental: Rental, how: Ending, *, staff: UUID, now: datetime
) -> RentalRefund | None:
    """End a ride that its rider cannot end; one that is over stays as it is.

    That of a lost bike costs nothing. A large price is not waived by one person: it
    is charged, and the refund that waits for a second one is the answer. Raises
    WrongState, NotFound for an unknown station, AuditUnavailable.
    """
    if rental.state in OVER:
        return None
    rules.ensure_in(rental, *rules.RIDING)
    place = station(session, how.station).id if how.station else None
    waived = how.free or place is None
    waits = waived and price_of(session, rental, now)[1] > FOUR_EYES_ABOVE
    free = Free.STAFF if how.free and not waits else None
    if place is None and not waits:
        _write_off(session, rental, now)
    else:
        ending.end(session, rental, place, "staff_ended", now=now, free=free)
    told = {"rental": str(rental.id), "reason": how.reason, "price": rental.price}
    record(session, _event("rental.forced_end", f"person:{staff}", told))
    if not (waits and rental.price):
        return None
    wish = RentalRefund(amount=rental.price, reason=how.reason, asked_by=staff)
    return ask(session, rental, wish, now)


def _write_off(session: Session, rental: Rental, now: datetime) -> None:
    """The bike is lost; the rider is charged nothing by us."""
    bike = locked_bike(session, rental.bike_id)
    if rental.state != State.REVIEW:
        ending.review(session, rental, Review.RIDER_ASKED, at=now, now=now)
    if bike.state != BikeState.MISSING:
        bikes.withdraw(session, bike, BikeState.MISSING, at=now, reason="written off")
    counted = rules.meter(rental, now)
    rental.seconds, rental.price = (counted.seconds if counted else 0), 0
    rental.free_for, rental.ended_at = Free.STAFF, now
    moves.become(session, rental, State.WRITTEN_OFF, "staff_ended", at=now, now=now)


def unlock(
    session: Session, scanned: Scanned, reason: str, *, actor: str, now: datetime
) -> tuple[str, UUID]:
    """Open a bike for staff, by its code; its number and the command for its lock.

    Nobody rents it until it is locked again. Raises UnknownBike, AuditUnavailable.
    """
    bike = scanned_bike(session, scanned)
    if bike.state == BikeState.AVAILABLE:
        to = BikeState.NON_OPERATIONAL
        bikes.withdraw(session, bike, to, at=now, reason=STAFF_OPEN)
    told = command(session, bike.id, Order.STAFF, now, None)
    detail = {"bike": bike.number, "reason": reason}
    record(session, _event("bike.staff_unlock", actor, detail))
    return bike.number, told


def _event(action: str, actor: str, detail: Mapping[str, Any]) -> Event:
    return Event(action=action, actor=actor, outcome="done", detail=detail)
