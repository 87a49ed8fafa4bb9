"""Money of rides that staff give back: small sums at once, large ones by two people."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session

from citizen_api.audits.actions import record
from citizen_api.audits.rules import Event
from citizen_api.bikes.models import Bike
from citizen_api.problems import NotFound
from citizen_api.rentals import moves
from citizen_api.rentals.models import Rental
from citizen_api.rentals.queries import held
from citizen_api.rentals.records import RentalRefund
from citizen_api.rentals.refund_problems import RefundDecided, SameEyes
from citizen_api.wallets.actions import Charge, refund
from citizen_api.wallets.models import Kind
from citizen_api.wallets.problems import RefundTooLarge

FOUR_EYES_ABOVE: Final = 20_000
MOST_SHOWN: Final = 100
TOLD_FOR: Final = timedelta(days=30)
Listed = Row[RentalRefund, int, str]


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
    return ask(session, held(session, rental_id), wish, now)


def ask(
    session: Session, rental: Rental, wish: RentalRefund, now: datetime
) -> RentalRefund:
    """Pay at once, unless all that is asked for of the ride is a large sum.

    Raises RefundTooLarge.
    """
    asked = select(func.coalesce(func.sum(RentalRefund.amount), 0)).where(
        RentalRefund.rental_id == rental.id, RentalRefund.rejected_at.is_(None)
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
    _record(session, wish, "rental.refund_asked", wish.asked_by)
    return wish


def waiting(session: Session) -> Sequence[Listed]:
    """What a second person has not decided, the oldest first."""
    undecided = _of_rides().where(
        RentalRefund.entry_id.is_(None), RentalRefund.rejected_at.is_(None)
    )
    oldest = undecided.order_by(RentalRefund.asked_at, RentalRefund.id)
    return session.execute(oldest.limit(MOST_SHOWN)).all()


def rejected(session: Session, staff: UUID, *, now: datetime) -> Sequence[Listed]:
    """What a colleague rejected lately of what `staff` asked for, the newest first."""
    theirs = _of_rides().where(
        RentalRefund.asked_by == staff,
        RentalRefund.rejected_by != staff,
        RentalRefund.rejected_at > now - TOLD_FOR,
    )
    newest = theirs.order_by(RentalRefund.rejected_at.desc(), RentalRefund.id)
    return session.execute(newest.limit(MOST_SHOWN)).all()


def _of_rides() -> Select[RentalRefund, int, str]:
    """Refunds, with what the ride cost, and the number of its bike."""
    wanted = select(RentalRefund, func.coalesce(Rental.price, 0), Bike.number)
    return wanted.where(RentalRefund.rental_id == Rental.id, Rental.bike_id == Bike.id)


def approve(
    session: Session, refund_id: UUID, *, staff: UUID, now: datetime
) -> RentalRefund:
    """The second person agrees; agreed again it is paid once.

    Raises NotFound, RefundDecided, SameEyes.
    """
    wish = session.get(RentalRefund, refund_id)
    if wish is None:
        raise NotFound
    rental = held(session, wish.rental_id)
    session.refresh(wish, with_for_update=True)
    if wish.entry_id is not None:
        return wish
    if wish.rejected_at is not None:
        raise RefundDecided
    if wish.asked_by == staff:
        raise SameEyes
    wish.approved_by, wish.approved_at = staff, now
    _pay_back(session, rental, wish, now)
    _record(session, wish, "rental.refund_approved", staff)
    return wish


def reject(
    session: Session, refund_id: UUID, reason: str, *, staff: UUID, now: datetime
) -> RentalRefund:
    """A second person does not agree, or the first withdraws it; once.

    Raises NotFound, RefundDecided.
    """
    wish = session.get(RentalRefund, refund_id, with_for_update=True)
    if wish is None:
        raise NotFound
    if wish.entry_id is not None:
        raise RefundDecided
    if wish.rejected_at is not None:
        return wish
    wish.rejected_by, wish.rejected_at, wish.rejected_for = staff, now, reason
    verb = "withdrawn" if wish.asked_by == staff else "rejected"
    _record(session, wish, f"rental.refund_{verb}", staff)
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


def _record(session: Session, wish: RentalRefund, action: str, staff: UUID) -> None:
    told = {
        "rental": str(wish.rental_id),
        "refund": str(wish.id),
        "amount": wish.amount,
        "reason": wish.rejected_for or wish.reason,
    }
    event = Event(action=action, actor=f"person:{staff}", outcome="done", detail=told)
    record(session, event)
