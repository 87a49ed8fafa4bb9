"""What all doors of rentals share: reading codes, holding a rental, showing it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Response, current_app
from sqlalchemy import select

from citizen_api.bikes.codes import BadCode, Fault, Kind, Scanned, read
from citizen_api.bikes.models import Bike
from citizen_api.bikes.stations import Question, stations
from citizen_api.callers import Rider
from citizen_api.http.clock import now
from citizen_api.http.language import language
from citizen_api.http.personal import personal
from citizen_api.http.session import database, kept, transaction
from citizen_api.problems import MistypedCode, Problem, Said
from citizen_api.rentals import queries, rules
from citizen_api.rentals.cards import cards
from citizen_api.rentals.lateness import catch_up, settle_debts
from citizen_api.rentals.models import Refusal, Rental
from citizen_api.rentals.problems import (
    ForeignCode,
    NotTakenBack,
    StationScanned,
    UnknownBike,
)
from citizen_api.schedules.evaluating import open_bits
from citizen_api.schedules.queries import load_all
from citizen_api.throttles.actions import ensure_allowed, miss
from citizen_api.throttles.rules import Lock, key_of
from citizen_api.wallets.ledger import locked
from citizen_api.wallets.models import Owner
from geo.points import Point

# Guessing what is printed on bikes: ten wrong ones close the door for a while.
GUESSES = Lock("bike-codes", misses=10)
NEAREST = 3
WRONG_CODES: dict[Fault, type[Problem]] = {
    Fault.FOREIGN: ForeignCode,
    Fault.MISTYPED: MistypedCode,
    Fault.UNREADABLE: UnknownBike,
}
FREE = Said("Bạn được thêm {minutes} phút.", "You have {minutes} free minutes.")
NOTHING_FREE = Said("Thời gian vẫn tính.", "The time runs on.")
NOWHERE = Said("(không có trạm gần)", "(no station near)")


def opened(at: datetime) -> bytes:
    """One bit per schedule, set when it is open then."""
    return open_bits(kept(load_all), at)


def scanned_code(text: str) -> Scanned:
    """What was scanned or typed: a bike's token or code.

    Raises ForeignCode, MistypedCode, UnknownBike, StationScanned.
    """
    try:
        found = read(text, current_app.config["PUBLIC_URL"])
    except BadCode as bad:
        raise WRONG_CODES[bad.fault] from None
    if found.kind is Kind.STATION:
        raise StationScanned
    return found


def guarded(caller: str, ask: Callable[[], Any]) -> Any:
    """What `ask` answers; who guesses codes must wait. Raises TooManyRequests."""
    key = key_of(current_app.config["SIGNING_KEY"], "bike-codes", caller)
    ensure_allowed(database(), GUESSES, key, now())
    try:
        return ask()
    except UnknownBike:
        miss(database(), GUESSES, key, now())
        raise


def caught_up(owner: Owner, scanned: Scanned) -> None:
    """Do what is due of the caller's rentals, and of the one that has the bike.

    Each in a transaction of its own, so that nobody waits for two riders at once.
    """
    with database().sessions() as session:
        column = Bike.token if scanned.kind is Kind.QR else Bike.code
        bike = session.scalar(select(Bike.id).where(column == scanned.value))
        there = queries.open_on(session, bike) if bike is not None else None
        every = [*queries.open_rentals(session, owner), *filter(None, [there])]
        late = {e.id for e in every if is_due(e, now())}
    for rental_id in late:
        with transaction() as session:
            catch_up(session, queries.held(session, rental_id), now())


def is_due(rental: Rental, at: datetime) -> bool:
    """Whether something should have been done of it."""
    moment = rules.next_due(rental)
    return moment is not None and moment.at <= at


def looked_at(rider: Rider, rental_id: UUID) -> None:
    """Do what is due of a rental before it is shown. Raises NotFound."""
    owner = Owner(*rider)
    with database().sessions() as session:
        found = queries.rental_of(session, rental_id, owner)
        late = is_due(found, now()) or found.state == "owing"
    if late:
        with transaction() as session:
            catch_up(session, queries.held(session, rental_id, owner), now())
            settle_debts(session, owner, now())


def shown(rider: Rider, rental_id: UUID, status: int = 200) -> Response:
    """A rental of the caller's. Raises NotFound."""
    with database().sessions() as session:
        rental = queries.rental_of(session, rental_id, Owner(*rider))
        (card,) = cards(session, [rental], now(), language())
        card["nearest"] = nearest(rental)
    return personal(card, status)


def nearest(rental: Rental) -> list[dict[str, Any]]:
    """Where a bike that cannot stay where it was locked may be brought."""
    if rental.refused_for is None or rental.closed_lon_e6 is None:
        return []
    centre = Point.from_micro(rental.closed_lon_e6, rental.closed_lat_e6 or 0)
    asked = Question(centre=centre, room=1, ours=True, limit=NEAREST)
    found = stations(database(), asked, b"", now())
    return [
        {"id": each.slug, "name": each.name, "metres": round(each.metres or 0)}
        for each in found
    ]


def ensure_taken_back(rider: Rider, rental_id: UUID) -> None:
    """Raise NotTakenBack, with where to go, when the bike cannot stay there."""
    with database().sessions() as session:
        rental = queries.rental_of(session, rental_id, Owner(*rider))
    if rental.refused_for is None:
        return
    near = nearest(rental)
    names = [f"{each['name']['vi']} ({each['metres']} m)" for each in near]
    free = FREE.format(minutes=rental.free_s // 60) if rental.free_s else NOTHING_FREE
    why, listed = rules.WHY[Refusal(rental.refused_for)], ", ".join(names)
    where = Said(listed, listed) if names else NOWHERE
    vi = NotTakenBack.said.vi.format(why=why.vi, stations=where.vi, free=free.vi)
    en = str(NotTakenBack.said).format(why=str(why), stations=where, free=str(free))
    raise NotTakenBack(Said(vi, en))


def settled_debts(owner: Owner) -> None:
    """What was owed is settled as soon as somebody looks."""
    with database().sessions() as session:
        if not queries.owing(session, owner):
            return
    with transaction() as session:
        locked(session, owner)
        settle_debts(session, owner, now())
