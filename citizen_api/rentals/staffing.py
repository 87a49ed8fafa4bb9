"""What staff do, with a reason, in the audit log."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from citizen_api.audits.actions import record
from citizen_api.audits.rules import Event
from citizen_api.bikes import actions as bikes
from citizen_api.bikes.codes import Scanned
from citizen_api.bikes.models import Bike
from citizen_api.bikes.models import State as BikeState
from citizen_api.bikes.queries import bike as locked_bike
from citizen_api.bikes.queries import station
from citizen_api.problems import NotFound
from citizen_api.rentals import ending, moves, rules
from citizen_api.rentals.cards import price_of
from citizen_api.rentals.models import Free, Rental, Review, State
from citizen_api.rentals.problems import SameEyes
from citizen_api.rentals.queries import held
from citizen_api.rentals.records import Order, RentalRefund
from citizen_api.rentals.standing import STAFF_OPEN
from citizen_api.rentals.starting import command, scanned_bike
from citizen_api.wallets.actions import Charge, refund
from citizen_api.wallets.models import Kind
from citizen_api.wallets.problems import RefundTooLarge

FOUR_EYES_ABOVE = 20_000
MOST_SHOWN = 100
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
    return _ask(session, rental, wish, now)


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


def give_back(
    session: Session,
    rental_id: UUID,
    amount: int,
    reason: str,
    *,
    staff: UUID,
    key: bytes,
    now: datetime,
) -> RentalRefund:
    """Give money of a ride back; what makes a large sum waits for a second person.

    Raises NotFound, RefundTooLarge, AuditUnavailable.
    """
    wanted = select(RentalRefund).where(RentalRefund.key == key)
    there = session.scalars(wanted).one_or_none()
    if there is not None:
        return there
    wish = RentalRefund(key=key, amount=amount, reason=reason, asked_by=staff)
    return _ask(session, held(session, rental_id), wish, now)


def _ask(
    session: Session, rental: Rental, wish: RentalRefund, now: datetime
) -> RentalRefund:
    """Pay at once, unless all that was asked for of the ride is a large sum.

    Raises RefundTooLarge.
    """
    asked = select(func.coalesce(func.sum(RentalRefund.amount), 0)).where(
        RentalRefund.rental_id == rental.id
    )
    before = session.scalar(asked) or 0
    left = (rental.price or 0) - before
    if wish.amount > left:
        raise RefundTooLarge(RefundTooLarge.said.format(left=left))
    wish.rental_id, wish.asked_at = rental.id, now
    session.add(wish)
    session.flush()
    if before + wish.amount <= FOUR_EYES_ABOVE:
        _pay_back(session, rental, wish, now)
    _record_refund(session, wish, "rental.refund_asked", wish.asked_by)
    return wish


def waiting(session: Session) -> Sequence[Row[RentalRefund, int, str]]:
    """What a second person has not approved, the oldest first.

    With what the ride cost, and the number of its bike.
    """
    wanted = select(RentalRefund, func.coalesce(Rental.price, 0), Bike.number).where(
        RentalRefund.entry_id.is_(None),
        RentalRefund.rental_id == Rental.id,
        Rental.bike_id == Bike.id,
    )
    oldest = wanted.order_by(RentalRefund.asked_at, RentalRefund.id)
    return session.execute(oldest.limit(MOST_SHOWN)).all()


def approve(
    session: Session, refund_id: UUID, *, staff: UUID, now: datetime
) -> RentalRefund:
    """The second person agrees; agreed again it is paid once.

    Raises NotFound, SameEyes.
    """
    wish = session.get(RentalRefund, refund_id)
    if wish is None:
        raise NotFound
    rental = held(session, wish.rental_id)
    session.refresh(wish, with_for_update=True)
    if wish.entry_id is not None:
        return wish
    if wish.asked_by == staff:
        raise SameEyes
    wish.approved_by, wish.approved_at = staff, now
    _pay_back(session, rental, wish, now)
    _record_refund(session, wish, "rental.refund_approved", staff)
    return wish


def _pay_back(
    session: Session, rental: Rental, wish: RentalRefund, now: datetime
) -> None:
    charged = Charge(Kind.RIDE, f"rental:{rental.id}")
    detail = {"rental": str(rental.id)}
    wish.entry_id = refund(
        session, charged, wish.amount, f"refund:{wish.id}", at=now, detail=detail
    )
    moves.note(
        session, rental, "refunded", at=now, now=now, detail={"amount": wish.amount}
    )


def _record_refund(
    session: Session, wish: RentalRefund, action: str, staff: UUID
) -> None:
    told = {
        "rental": str(wish.rental_id),
        "refund": str(wish.id),
        "amount": wish.amount,
        "reason": wish.reason,
    }
    record(session, _event(action, f"person:{staff}", told))


def _event(action: str, actor: str, detail: Mapping[str, Any]) -> Event:
    return Event(action=action, actor=actor, outcome="done", detail=detail)
