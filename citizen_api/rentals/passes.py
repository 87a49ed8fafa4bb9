"""Passes, whose minutes several rides share, and tickets for groups."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from citizen_api.problems import NotFound
from citizen_api.rentals import queries
from citizen_api.rentals.models import NEVER_RIDDEN, Rental
from citizen_api.rentals.problems import NotRefundable
from citizen_api.rentals.records import GroupTicket, RidePass
from citizen_api.tariffs.plans import Plan
from citizen_api.wallets.actions import Charge, charge, refund
from citizen_api.wallets.ledger import balance, locked
from citizen_api.wallets.models import Kind, Owner
from citizen_api.wallets.rules import LEAST_TO_START, ensure_available

TICKET_GOOD: Final = timedelta(hours=12)
BEGUN: Final = Rental.state.not_in(NEVER_RIDDEN)


def buy(
    session: Session, owner: Owner, plan: Plan, *, key: bytes | None, now: datetime
) -> RidePass:
    """Buy a pass, good from now on; bought again with a key it is the same.

    Raises BalanceTooLow: a pass is never bought on debt.
    """
    locked(session, owner)
    if key is not None:
        wanted = select(RidePass).where(RidePass.key == key)
        there = session.scalars(wanted).one_or_none()
        if there is not None:
            return there
    ensure_available(balance(session, owner), plan.price)
    made = RidePass(
        person_id=owner.person,
        device_id=owner.device,
        key=key,
        plan=plan.document(),
        bought_at=now,
        ends_at=now + timedelta(hours=plan.pass_hours or 0),
    )
    session.add(made)
    session.flush()
    charge(
        session,
        owner,
        plan.price,
        Kind.PASS,
        f"pass:{made.id}",
        at=now,
        detail={"plan": plan.id},
    )
    return made


def with_use(session: Session, owner: Owner) -> Sequence[Row[RidePass, int, bool]]:
    """An owner's passes, the newest first.

    With the seconds that were ridden, and whether any rental has begun.
    """
    begun = func.coalesce(func.bool_or(BEGUN), False)
    wanted = select(RidePass, queries.USED_S, begun).where(
        queries.theirs(RidePass, owner)
    )
    each = wanted.outerjoin(Rental, Rental.pass_id == RidePass.id).group_by(RidePass.id)
    newest = each.order_by(RidePass.bought_at.desc(), RidePass.id)
    return session.execute(newest).all()


def give_back(session: Session, owner: Owner, pass_id: UUID, now: datetime) -> RidePass:
    """The whole price of a pass that was never used; once. Raises NotRefundable."""
    locked(session, owner)
    wanted = select(RidePass).where(
        RidePass.id == pass_id, queries.theirs(RidePass, owner)
    )
    found = session.scalars(wanted.with_for_update()).one_or_none()
    if found is None:
        raise NotFound
    if found.refunded_at is not None:
        return found
    if _is_begun(session, found.id):
        raise NotRefundable
    charged = Charge(Kind.PASS, f"pass:{found.id}")
    refund(session, charged, found.plan["price"], f"refund:{found.id}", at=now)
    found.refunded_at = now
    session.flush()
    return found


def _is_begun(session: Session, pass_id: UUID) -> bool:
    wanted = select(Rental.id).where(Rental.pass_id == pass_id, BEGUN)
    return session.scalars(wanted.limit(1)).first() is not None


def group(
    session: Session, owner: Owner, bikes: int, *, key: bytes | None, now: datetime
) -> GroupTicket:
    """Let a rider have several bikes at once, for twelve hours.

    Costs nothing: each ride is paid for. Raises BalanceTooLow unless each bike could
    start now.
    """
    locked(session, owner)
    if key is not None:
        wanted = select(GroupTicket).where(GroupTicket.key == key)
        there = session.scalars(wanted).one_or_none()
        if there is not None:
            return there
    ensure_available(balance(session, owner), LEAST_TO_START * bikes)
    made = GroupTicket(
        person_id=owner.person,
        device_id=owner.device,
        key=key,
        bikes=bikes,
        begins_at=now,
        ends_at=now + TICKET_GOOD,
    )
    session.add(made)
    session.flush()
    return made


def ticket_in_force(
    session: Session, owner: Owner, now: datetime
) -> GroupTicket | None:
    """The group ticket by which an owner may have most bikes now, and for longest."""
    wanted = select(GroupTicket).where(
        queries.theirs(GroupTicket, owner),
        GroupTicket.begins_at <= now,
        GroupTicket.ends_at > now,
    )
    best = wanted.order_by(GroupTicket.bikes.desc(), GroupTicket.ends_at.desc())
    return session.scalars(best.limit(1)).first()
