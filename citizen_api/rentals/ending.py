"""How a ride ends: both halves, at a station, once; then it is charged, once."""

from datetime import datetime

from sqlalchemy.orm import Session

from citizen_api.bikes import actions as bikes
from citizen_api.bikes.models import State as BikeState
from citizen_api.bikes.queries import bike as locked_bike
from citizen_api.rentals import billing, moves, queries, rules
from citizen_api.rentals.models import Free, Refusal, Rental, Review, State
from citizen_api.tariffs.plans import read
from citizen_api.wallets.actions import charge
from citizen_api.wallets.ledger import balance
from citizen_api.wallets.models import Kind
from geo.points import Point

LONGEST_REASON = 300


def confirm(session: Session, rental: Rental, now: datetime) -> None:
    """The rider says that the ride is over; said again it stays over.

    A pause that ends so was paid for until now. Raises WrongState.
    """
    if rental.state in {State.ENDED, State.SETTLED, State.OWING, State.WRITTEN_OFF}:
        return
    rules.ensure_in(rental, *rules.RIDING)
    rental.confirmed_at = rental.confirmed_at or now
    if rental.state == State.PAUSED:
        rental.closed_lock_at = rental.closed_told_at = now
        rental.our_clock = True
        finish(session, rental, now)
    elif rental.closed_told_at is not None:
        finish(session, rental, now)
    elif rental.state == State.ACTIVE:
        moves.become(session, rental, State.ENDING, "confirmed", at=now, now=now)


def finish(session: Session, rental: Rental, now: datetime) -> None:
    """The lock is closed: end the ride if the bike may stay, else it goes on."""
    if rental.closed_lon_e6 is None or rental.closed_lat_e6 is None:
        if rental.state != State.REVIEW:
            review(session, rental, Review.NO_POSITION, at=now, now=now)
        return
    found = _place(session, rental, now)
    if isinstance(found, Refusal):
        _go_on(session, rental, found, now)
        return
    rental.overfull = found.docks_available == 0
    end(session, rental, found.id, "ended", now=now)


def end(
    session: Session,
    rental: Rental,
    station_id: int | None,
    cause: str,
    *,
    now: datetime,
    free: Free | None = None,
    fault: str | None = None,
) -> None:
    """End and charge the ride; without a station the bike is for people to find.

    Its meter stopped when the lock closed, or stops now.
    """
    rental.end_station_id = station_id
    counted, ridden = rules.meter(rental, now), queries.ride(session, rental, now)
    if counted is None:
        raise ValueError("the lock has not opened")
    price, why = billing.bill(read(rental.plan), ridden, free)
    rental.seconds, rental.price, rental.free_for = counted.seconds, price, why
    rental.ended_at = counted.end
    rental.closed_lon_e6 = rental.closed_lat_e6 = rental.closed_accuracy_m = None
    rental.refused_for, rental.pause_wanted = None, False
    detail = {"price": price, "seconds": counted.seconds}
    moves.become(
        session, rental, State.ENDED, cause, at=counted.end, now=now, detail=detail
    )
    _bring(session, rental, station_id, fault, now)
    settle(session, rental, now)


def settle(session: Session, rental: Rental, now: datetime) -> None:
    """Charge what an ended ride costs."""
    owner = queries.owner_of(rental)
    if rental.price:
        detail = {
            "rental": str(rental.id),
            "plan": rental.plan["id"],
            "seconds": rental.seconds,
        }
        reference = f"rental:{rental.id}"
        rental.entry_id = charge(
            session, owner, rental.price, Kind.RIDE, reference, at=now, detail=detail
        )
    owes = bool(rental.price) and bool(balance(session, owner).debt)
    state = State.OWING if owes else State.SETTLED
    moves.become(session, rental, state, state.value, at=now, now=now)


def review(
    session: Session, rental: Rental, why: Review, *, at: datetime, now: datetime
) -> None:
    """People must look at it; the bike is counted elsewhere meanwhile."""
    rental.review_for, rental.review_at = why, at
    moves.become(
        session, rental, State.REVIEW, "review", at=at, now=now, detail={"for": why}
    )
    bike = locked_bike(session, rental.bike_id)
    if bike.state == BikeState.ON_TRIP:
        to = BikeState.NON_CONTACTABLE
        bikes.withdraw(session, bike, to, at=now, reason=f"review: {why}")


def _place(session: Session, rental: Rental, now: datetime) -> queries.Place | Refusal:
    """Where the lock says that it closed: the nearest station, if it takes the bike."""
    lon, lat = rental.closed_lon_e6 or 0, rental.closed_lat_e6 or 0
    point = Point.from_micro(lon, lat)
    near = queries.nearest(session, point.lon, point.lat)
    if near is None:
        return Refusal.AWAY
    place = queries.place(session, near.station_id, now, b"")
    doubt = (rental.closed_accuracy_m, place.accuracy_m)
    if not rules.is_near(near.metres, *doubt, within=rules.STATION_WITHIN_M):
        return Refusal.AWAY
    doubt_m = min(rental.closed_accuracy_m or 0, rules.MOST_ACCURACY_M)
    if queries.no_return(session, point.lon, point.lat, doubt_m):
        return Refusal.NO_RETURN
    if not place.returning:
        return Refusal.CLOSED
    if not place.is_virtual and place.docks_available == 0:
        return Refusal.FULL
    return place


def _go_on(session: Session, rental: Rental, why: Refusal, now: datetime) -> None:
    """Not here: the ride is paused, some minutes free when that is not its fault."""
    rental.refused_for, rental.confirmed_at = why, None
    if why in {Refusal.FULL, Refusal.CLOSED} and not rental.free_s:
        rental.free_s = rules.FREE_MINUTES * 60
    detail = {"why": why, "free_s": rental.free_s}
    if rental.state in {State.REVIEW, State.PAUSED}:
        moves.note(session, rental, "not_taken_back", at=now, now=now, detail=detail)
        return
    moves.become(
        session, rental, State.PAUSED, "not_taken_back", at=now, now=now, detail=detail
    )


def _bring(
    session: Session,
    rental: Rental,
    station_id: int | None,
    fault: str | None,
    now: datetime,
) -> None:
    bike = locked_bike(session, rental.bike_id)
    if station_id is None:
        if bike.state != BikeState.MISSING:
            bikes.withdraw(session, bike, BikeState.MISSING, at=now, reason="not found")
        return
    where = bikes.Where(station_id)
    bikes.bring(session, bike, where, at=now, fault=fault or rental.fault)
