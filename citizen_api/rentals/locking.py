"""What locks tell, each thing once, in whatever order it arrives."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from citizen_api.bikes import actions as bikes
from citizen_api.bikes.models import Bike
from citizen_api.bikes.queries import bike as locked_bike
from citizen_api.rentals import ending, moves, queries, rules
from citizen_api.rentals.lateness import catch_up, fail
from citizen_api.rentals.models import NEVER_RIDDEN, Rental, State
from citizen_api.rentals.problems import UnknownLock
from citizen_api.rentals.records import LockEvent, Outcome, Told
from citizen_api.rentals.standing import Event, alone, restore, withhold


def take(session: Session, event: Event, now: datetime) -> Outcome:
    """Apply what a lock tells; told again it is what it was. Raises UnknownLock."""
    found = session.execute(select(Bike.id).where(Bike.number == event.lock)).first()
    if found is None:
        raise UnknownLock
    bike_id: int = found[0]
    rental = _rental(session, event, bike_id)
    bike = locked_bike(session, bike_id)
    before = queries.told_before(session, bike_id, event.event)
    if before is not None:
        return Outcome(before.outcome)
    if event.battery is not None and bike.battery is not None:
        bike.battery = event.battery
    if rental is None:
        outcome = alone(session, bike, event, now)
    else:
        outcome = _apply(session, rental, bike, event, now)
    _keep(session, event, bike_id, rental, outcome, now)
    return outcome


def _rental(session: Session, event: Event, bike_id: int) -> Rental | None:
    """The rental that it is about, held: by its command, else the open one."""
    told = queries.command(session, event.command)
    if told is not None and told.bike_id == bike_id:
        return queries.held(session, told.rental_id) if told.rental_id else None
    there = queries.open_on(session, bike_id)
    return there and queries.held(session, there.id)


def _keep(
    session: Session,
    event: Event,
    bike_id: int,
    rental: Rental | None,
    outcome: Outcome,
    now: datetime,
) -> None:
    row = LockEvent(
        bike_id=bike_id,
        event=event.event,
        kind=event.kind,
        lock_at=event.at,
        received_at=now,
        command=event.command,
        rental_id=rental.id if rental else None,
        outcome=outcome,
        raw=event.raw,
    )
    session.add(row)
    session.flush()


def _apply(
    session: Session, rental: Rental, bike: Bike, event: Event, now: datetime
) -> Outcome:
    catch_up(session, rental, now)
    told = queries.command(session, event.command)
    ours = told is not None and told.rental_id == rental.id
    if not ours and _is_before(rental, event):
        return Outcome.TOO_OLD
    match event.kind:
        case Told.OPENED:
            return _opened(session, rental, bike, event, now)
        case Told.CLOSED:
            return _closed(session, rental, bike, event, now)
        case Told.REFUSED if rental.state == State.UNLOCKING:
            fail(session, rental, "lock_refused", now)
            return Outcome.APPLIED
    return Outcome.NOTED


def _is_before(rental: Rental, event: Event) -> bool:
    """Whether it is from before the ride: it tells of the rider before, perhaps."""
    if event.kind is Told.CLOSED and rental.opened_lock_at is not None:
        return not rental.our_clock and event.at < rental.opened_lock_at
    return event.at < (rental.unlock_at or rental.reserved_at) - rules.CLOCK_SLACK


def _opened(
    session: Session, rental: Rental, bike: Bike, event: Event, now: datetime
) -> Outcome:
    match State(rental.state):
        case State.UNLOCKING:
            _start(session, rental, bike, event, now)
        case State.PAUSED | State.ENDING if _is_newer(rental, event):
            _ride_on(session, rental, now)
        case state if state in NEVER_RIDDEN:
            moves.note(session, rental, "late_opening", at=now, now=now)
            withhold(session, bike, now)
            return Outcome.LATE_OPENING
        case _:
            return Outcome.NOTED
    return Outcome.APPLIED


def _is_newer(rental: Rental, event: Event) -> bool:
    """Whether it opened after it closed, and is not an opening told late."""
    if rental.command is not None and event.command == rental.command:
        return True
    closed = rental.closed_lock_at
    return closed is not None and not rental.our_clock and event.at > closed


def _start(
    session: Session, rental: Rental, bike: Bike, event: Event, now: datetime
) -> None:
    """The meter starts. A closing that was told before it follows at once."""
    claimed = rental.unlock_at or rental.reserved_at
    rental.our_clock = not rules.believed(event.at, claimed, now)
    rental.opened_lock_at, rental.opened_told_at, rental.command = event.at, now, None
    if rental.pass_id is not None:
        pool = int(rental.plan["minutes"]) * 60
        rental.pass_left_s = max(0, pool - queries.used_of(session, rental.pass_id))
    bikes.take(session, bike, at=now)
    at = rules.started_at(rental) or now
    detail = {"our_clock": rental.our_clock}
    moves.become(session, rental, State.ACTIVE, "opened", at=at, now=now, detail=detail)
    if rental.closed_lock_at is not None and rental.closed_lock_at >= event.at:
        _shut(session, rental, now)
    else:
        rental.closed_lock_at = rental.closed_told_at = None


def _ride_on(session: Session, rental: Rental, now: datetime) -> None:
    rental.closed_lock_at = rental.closed_told_at = rental.confirmed_at = None
    rental.closed_lon_e6 = rental.closed_lat_e6 = rental.closed_accuracy_m = None
    rental.refused_for, rental.pause_wanted, rental.command = None, False, None
    moves.become(session, rental, State.ACTIVE, "resumed", at=now, now=now)


def _closed(
    session: Session, rental: Rental, bike: Bike, event: Event, now: datetime
) -> Outcome:
    state = State(rental.state)
    earlier = rental.closed_lock_at is not None and event.at < rental.closed_lock_at
    if state is State.UNLOCKING:
        _note_closing(rental, event, now)
        return Outcome.NOTED
    if state is State.ENDING and (rental.closed_lock_at is None or earlier):
        _note_closing(rental, event, now)
        if rental.confirmed_at is not None:
            ending.finish(session, rental, now)
    elif state is State.ACTIVE:
        _note_closing(rental, event, now)
        _shut(session, rental, now)
    elif state is State.REVIEW:
        _note_closing(rental, event, now)
        moves.note(session, rental, "lock_closed", at=now, now=now)
        if rental.confirmed_at is not None:
            ending.finish(session, rental, now)
    elif state in rules.RIDING:
        return Outcome.NOTED
    else:
        moves.note(session, rental, "late_closing", at=now, now=now)
        return restore(session, bike, event, now)
    return Outcome.APPLIED


def _note_closing(rental: Rental, event: Event, now: datetime) -> None:
    """When and where it closed; the lock's clock, unless it cannot be right."""
    start = rental.opened_lock_at or rental.unlock_at or rental.reserved_at
    if not start <= event.at <= now and rental.opened_lock_at is not None:
        rental.our_clock = True
    if rental.closed_told_at is None or event.at < (rental.closed_lock_at or event.at):
        rental.closed_told_at = rental.closed_told_at or now
        rental.closed_lock_at = event.at
    if event.point is not None:
        rental.closed_lon_e6, rental.closed_lat_e6 = event.point.to_micro()
        rental.closed_accuracy_m = event.accuracy_m


def _shut(session: Session, rental: Rental, now: datetime) -> None:
    """An active ride's lock closed: a pause when the rider said so, else its end."""
    closed = rental.closed_told_at if rental.our_clock else rental.closed_lock_at
    at = closed or now
    if rental.pause_wanted:
        rental.pause_wanted = False
        moves.become(session, rental, State.PAUSED, "paused", at=at, now=now)
        return
    moves.become(session, rental, State.ENDING, "lock_closed", at=at, now=now)
    if rental.confirmed_at is not None:
        ending.finish(session, rental, now)
