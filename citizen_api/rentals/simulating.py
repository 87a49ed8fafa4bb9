"""Made-up riders who rent: each ride is a rental with a lock and a wallet."""

from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from citizen_api.bikes.codes import Kind, Scanned
from citizen_api.bikes.models import Bike, State, Station
from citizen_api.bikes.problems import BikeNotFree
from citizen_api.bikes.simulating import Place
from citizen_api.rentals import ending, locking, queries, starting
from citizen_api.rentals.problems import StationClosed, TooManyOffers
from citizen_api.rentals.records import Told
from citizen_api.rentals.standing import Event
from citizen_api.wallets import top_ups
from citizen_api.wallets.ledger import balance
from citizen_api.wallets.models import Owner, TopUp
from citizen_api.wallets.rules import purpose
from geo.points import Point

MONEY: Final = 1_000_000
LEAST: Final = 100_000
REFUSED: Final = (BikeNotFree, StationClosed, TooManyOffers)
TOUCHED: Final = timedelta(seconds=2)
NEW_DEVICE: Final = "INSERT INTO devices (token_hash) VALUES (%(hash)s) RETURNING id"


class Rented:
    """Rides as `bikes.simulating.Rides`, each with a rider, a lock and a bill.

    Riders are devices that nobody has the token of; a transfer of the simulated bank
    tops them up. The fleet of locks is played here, so that a day takes no day.
    """

    def __init__(self) -> None:
        self._idle: list[Owner] = []
        self._riding: dict[int, tuple[Owner, UUID]] = {}

    def leave(self, session: Session, place: Place, at: datetime) -> int | None:
        """Scan one of the made-up bikes that stand there, and unlock it."""
        wanted = select(Bike).where(
            Bike.station_id == place.id,
            Bike.state == State.AVAILABLE,
            Bike.simulated,
        )
        bike = session.scalars(wanted.order_by(func.random()).limit(1)).first()
        if bike is None:
            return None
        owner = self._rider(session, at)
        wish = starting.Wish(Scanned(Kind.QR, bike.token))
        try:
            with session.begin_nested():
                rental, _ = starting.offer(session, owner, wish, now=at, opened=b"")
                command = starting.begin_unlock(session, rental, at)
                locking.take(
                    session, told(bike.number, Told.OPENED, command, at), at + TOUCHED
                )
        except REFUSED:
            self._idle.append(owner)
            return None
        self._riding[bike.id] = owner, rental.id
        return bike.id

    def arrive(self, session: Session, bike: int, place: Place, at: datetime) -> None:
        """Lock the bike at the station, and confirm the end."""
        owner, rental_id = self._riding.pop(bike)
        station = session.get_one(Station, place.id)
        point = Point.from_micro(station.lon_e6, station.lat_e6)
        rental = queries.held(session, rental_id, owner)
        number = queries.number_of(session, bike)
        closed = told(number, Told.CLOSED, None, at, point)
        locking.take(session, closed, at + TOUCHED)
        if rental.state in queries.OPEN_STATES:
            ending.confirm(session, rental, at + TOUCHED)
        self._idle.append(owner)

    def _rider(self, session: Session, at: datetime) -> Owner:
        """Somebody who does not ride, with enough money."""
        owner = self._idle.pop() if self._idle else new_rider(session)
        if balance(session, owner).amount < LEAST:
            paid(session, owner, at)
        return owner


def told(
    number: str,
    kind: Told,
    command: UUID | None,
    at: datetime,
    point: Point | None = None,
) -> Event:
    """What a lock tells."""
    name = uuid4().hex
    return Event(
        lock=number,
        event=name,
        kind=kind,
        at=at,
        command=command,
        point=point,
        accuracy_m=5 if point else None,
        battery=None,
        raw={"simulated": True},
    )


def new_rider(session: Session) -> Owner:
    """A device whose token nobody has."""
    nobody = {"hash": sha256(uuid4().bytes).digest()}
    made = session.connection().exec_driver_sql(NEW_DEVICE, nobody).scalar_one()
    return Owner(device=int(made))


def paid(session: Session, owner: Owner, at: datetime) -> None:
    """Top a wallet up, as the bank would tell of it."""
    asked, _ = top_ups.ask(
        session, owner, MONEY, key=None, random=lambda n: uuid4().bytes[:n], now=at
    )
    found = session.get_one(TopUp, asked)
    transfer = top_ups.Transfer(
        transaction=f"SIM{uuid4().hex[:20]}",
        amount=MONEY,
        content=purpose(found.code),
        made_at=at,
    )
    top_ups.receive(session, f"sim_{uuid4().hex}", transfer, now=at)
