"""What riders do, whether an app asks for it or a page: each may be asked for twice."""

from collections.abc import Callable
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy.orm import Session

from citizen_api.callers import Rider
from citizen_api.http.clock import now
from citizen_api.http.session import database, transaction
from citizen_api.rentals import queries, riding, starting
from citizen_api.rentals.answering import (
    caught_up,
    guarded,
    looked_at,
    nearest,
    opened,
    scanned_code,
    settled_debts,
)
from citizen_api.rentals.cards import cards
from citizen_api.rentals.gateway import Heard, lock_gateway, tell_to_open
from citizen_api.rentals.lateness import catch_up, fail
from citizen_api.rentals.models import Rental, State
from citizen_api.rentals.problems import StillLocked, UnlockFailed
from citizen_api.rentals.rules import UNLOCK_WITHIN
from citizen_api.wallets.models import Owner


class Mine(NamedTuple):
    """A rider's open rentals as cards; without any, the newest one."""

    open: list[dict[str, Any]]
    last: dict[str, Any] | None


def offer(
    rider: Rider, code: str, phone: starting.Phone | None, key: bytes | None
) -> tuple[UUID, bool]:
    """Keep the bike of a code for a rider; the rental, and whether it is new.

    Raises LocksUnavailable, what `scanned_code`, `guarded` and `starting.offer` raise.
    """
    lock_gateway()
    owner, scanned = Owner(*rider), scanned_code(code)
    caught_up(owner, scanned)
    wish = starting.Wish(scanned, phone, key)

    def offered() -> tuple[UUID, bool]:
        at = now()
        with transaction() as session:
            made, new = starting.offer(session, owner, wish, now=at, opened=opened(at))
            return made.id, new

    made: tuple[UUID, bool] = guarded(str(rider), offered)
    return made


def unlock(rider: Rider, rental_id: UUID) -> None:
    """Tell the lock to open. Raises NotFound, WrongState, BikeNotFree, UnlockFailed."""
    lock_gateway()
    looked_at(rider, rental_id)
    with transaction() as session:
        rental = queries.held(session, rental_id, Owner(*rider))
        if rental.state == State.ACTIVE:
            return
        command = starting.begin_unlock(session, rental, now())
        lock = queries.number_of(session, rental.bike_id)
        until = rental.deadline_at or now()
    if tell_to_open(lock, command, until) is Heard.REFUSED:
        with transaction() as session:
            rental = queries.held(session, rental_id, Owner(*rider))
            if rental.state == State.UNLOCKING:
                fail(session, rental, "lock_refused", now())
        raise UnlockFailed


def resume(rider: Rider, rental_id: UUID) -> None:
    """Open the lock of a paused ride. Raises NotFound, WrongState, StillLocked."""
    looked_at(rider, rental_id)
    with transaction() as session:
        rental = queries.held(session, rental_id, Owner(*rider))
        command = riding.resume(session, rental, now())
        lock = queries.number_of(session, rental.bike_id)
    if command is None:
        return
    if tell_to_open(lock, command, now() + UNLOCK_WITHIN) is Heard.REFUSED:
        raise StillLocked


def act(
    rider: Rider, rental_id: UUID, change: Callable[[Session, Rental], None]
) -> None:
    """Do something to a rental of the caller's. Raises NotFound."""
    with transaction() as session:
        rental = queries.held(session, rental_id, Owner(*rider))
        catch_up(session, rental, now())
    with transaction() as session:
        change(session, queries.held(session, rental_id, Owner(*rider)))


def mine(rider: Rider, language: str) -> Mine:
    """What a rider has at this moment: the truth after any crash."""
    owner, at = Owner(*rider), now()
    with database().sessions() as session:
        late = [each.id for each in queries.open_rentals(session, owner)]
    for rental_id in late:
        looked_at(rider, rental_id)
    settled_debts(owner)
    with database().sessions() as session:
        there = queries.open_rentals(session, owner)
        last = [] if there else queries.rentals_of(session, owner, None, 1)
        told = cards(session, [*there, *last], at, language)
        for card, rental in zip(told, [*there, *last], strict=True):
            card["nearest"] = nearest(rental)
    return Mine(told, None) if there else Mine([], told[0] if told else None)
