"""How a rental begins: a bike is offered, then its lock is told to open."""

from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from citizen_api.bikes import actions as bikes
from citizen_api.bikes.codes import Scanned
from citizen_api.bikes.models import Bike, BikeType
from citizen_api.bikes.models import State as BikeState
from citizen_api.bikes.queries import bike as locked_bike
from citizen_api.bikes.queries import bike_scanned
from citizen_api.problems import NotFound
from citizen_api.rentals import moves, queries, rules
from citizen_api.rentals.lateness import catch_up, settle_debts
from citizen_api.rentals.models import Rental, RentalEvent, State
from citizen_api.rentals.problems import (
    RentalOpen,
    StationClosed,
    TooFar,
    TooManyOffers,
    UnknownBike,
)
from citizen_api.rentals.records import LockCommand, Order
from citizen_api.tariffs.plans import plan_on
from citizen_api.wallets.actions import ensure_may_start
from citizen_api.wallets.ledger import balance
from citizen_api.wallets.models import Owner
from citizen_api.wallets.rules import LEAST_TO_START, ensure_available
from geo.distance import metres_between
from geo.points import Point


class Phone(NamedTuple):
    """Where a phone believes it is; never kept."""

    point: Point
    accuracy_m: int | None


class Wish(NamedTuple):
    """What a rider scanned, where, and the key of the request."""

    scanned: Scanned
    phone: Phone | None = None
    key: bytes | None = None


def offer(
    session: Session, owner: Owner, wish: Wish, *, now: datetime, opened: bytes
) -> tuple[Rental, bool]:
    """Keep the scanned bike for a rider, and say what it costs; and whether it is new.

    Asked again it is the same offer. Raises InDebt, BalanceTooLow, UnknownBike,
    BikeNotFree, StationClosed, TooFar, RentalOpen, TooManyOffers.
    """
    ensure_may_start(session, owner)
    settle_debts(session, owner, now)
    there = _asked_before(session, owner, wish)
    if there is not None:
        return there, False
    for each in queries.open_rentals(session, owner):
        catch_up(session, each, now)
    mine = queries.open_rentals(session, owner)
    bike = scanned_bike(session, wish.scanned)
    for each in mine:
        if each.bike_id == bike.id and each.state in {State.RESERVED, State.UNLOCKING}:
            return each, False
    slot = _free_slot(session, owner, mine, now)
    _ensure_fair(session, owner, bike, now)
    start = bike.station_id
    _ensure_rented_here(session, bike, wish.phone, now, opened)
    bikes.reserve(session, bike, at=now)
    rental = _new(session, owner, bike, now)
    rental.slot, rental.key, rental.start_station_id = slot, wish.key, start
    session.add(rental)
    session.flush()
    moves.note(session, rental, "offered", at=now, now=now)
    return rental, True


def cancel(session: Session, rental: Rental, now: datetime) -> None:
    """The rider does not want the bike; asked again it stays so."""
    if rental.state == State.CANCELLED:
        return
    rules.ensure_in(rental, State.RESERVED)
    bike = locked_bike(session, rental.bike_id)
    if bike.state == BikeState.RESERVED:
        bikes.release(session, bike, at=now)
    moves.become(session, rental, State.CANCELLED, "cancelled", at=now, now=now)


def begin_unlock(session: Session, rental: Rental, now: datetime) -> UUID:
    """Claim the bike; the command that its lock is to be told, again if need be.

    Raises WrongState, BikeNotFree.
    """
    rules.ensure_in(rental, State.RESERVED, State.UNLOCKING)
    if rental.state == State.UNLOCKING and rental.command:
        return rental.command
    bike = locked_bike(session, rental.bike_id)
    bikes.claim(session, bike, at=now, held=True)
    told = command(session, bike.id, Order.UNLOCK, now, rental)
    rental.unlock_at, rental.deadline_at = now, now + rules.UNLOCK_WITHIN
    moves.become(session, rental, State.UNLOCKING, "unlocking", at=now, now=now)
    return told


def command(
    session: Session, bike_id: int, kind: Order, now: datetime, rental: Rental | None
) -> UUID:
    """A new command to a lock; the rental waits for what comes of it."""
    told = LockCommand(bike_id=bike_id, kind=kind, at=now)
    told.rental_id = rental.id if rental else None
    session.add(told)
    session.flush()
    if rental is not None:
        rental.command = told.id
    return told.id


def _asked_before(session: Session, owner: Owner, wish: Wish) -> Rental | None:
    if wish.key is None:
        return None
    wanted = select(Rental).where(Rental.key == wish.key, queries.theirs(Rental, owner))
    return session.scalars(wanted).one_or_none()


def scanned_bike(session: Session, scanned: Scanned) -> Bike:
    """The bike of a code, its row locked. Raises UnknownBike."""
    try:
        return bike_scanned(session, scanned)
    except NotFound:
        raise UnknownBike from None


def _free_slot(
    session: Session, owner: Owner, mine: list[Rental], now: datetime
) -> int:
    """The first free one; each bike of a group needs its own money to start."""
    allowed = queries.ticket_of(session, owner, now)
    if len(mine) >= allowed:
        raise RentalOpen
    ensure_available(balance(session, owner), LEAST_TO_START * (len(mine) + 1))
    taken = {each.slot for each in mine}
    return next(nth for nth in range(1, rules.MOST_BIKES + 1) if nth not in taken)


def _ensure_fair(session: Session, owner: Owner, bike: Bike, now: datetime) -> None:
    """Who keeps bikes from others and does not ride must wait."""
    gone = _unridden(session, owner, now - rules.DAY)
    recent = now - rules.COOL_DOWN
    same = [e for e in gone if e.bike_id == bike.id and e.reserved_at >= recent]
    if len(gone) >= rules.MOST_UNRIDDEN or len(same) >= rules.MOST_SAME:
        raise TooManyOffers


def _unridden(session: Session, owner: Owner, since: datetime) -> list[Rental]:
    """Offers that an owner let go since a moment; not those taken from them."""
    taken = select(RentalEvent.id).where(
        RentalEvent.rental_id == Rental.id, RentalEvent.cause == moves.WITHDRAWN
    )
    wanted = select(Rental).where(
        queries.theirs(Rental, owner),
        Rental.reserved_at >= since,
        Rental.state.in_([State.EXPIRED, State.CANCELLED]),
        ~taken.exists(),
    )
    return list(session.scalars(wanted))


def _ensure_rented_here(
    session: Session, bike: Bike, phone: Phone | None, now: datetime, opened: bytes
) -> None:
    there, rough = bikes.where(bike).point, None
    if bike.station_id is not None:
        place = queries.place(session, bike.station_id, now, opened)
        if not place.renting:
            raise StationClosed
        there = Point.from_micro(place.lon_e6, place.lat_e6)
        rough = place.accuracy_m
    if phone is None or there is None:
        return
    metres, doubt = metres_between(phone.point, there), (phone.accuracy_m, rough)
    if not rules.is_near(metres, *doubt, within=rules.PHONE_WITHIN_M):
        raise TooFar(TooFar.said.format(metres=round(metres)))


def _new(session: Session, owner: Owner, bike: Bike, now: datetime) -> Rental:
    kind = session.get_one(BikeType, bike.type_id)
    plan, chosen = plan_on(kind.plan_ids[0], now.date()).document(), None
    for each in queries.passes_of(session, owner):
        good = each.refunded_at is None and each.bought_at <= now < each.ends_at
        if good and each.plan["id"] in kind.plan_ids:
            plan, chosen = each.plan, each.id
            break
    return Rental(
        bike_id=bike.id,
        person_id=owner.person,
        device_id=owner.device,
        state=State.RESERVED,
        plan=plan,
        pass_id=chosen,
        reserved_at=now,
        expires_at=now + timedelta(minutes=kind.reserve_min or 2),
    )
