"""A day of riders in the city, ridden by the same actions as real rides.

`Rides` is the seam: what `Plain` does with a bike alone, rentals may do with a rider, a
lock and a wallet.
"""

import heapq
import random
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple, Protocol

from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from citizen_api.bikes import actions, queries
from citizen_api.bikes.history import EVERY, sample, slot
from citizen_api.bikes.models import Bike, State, Station
from geo.distance import metres_between
from geo.points import Point

# Of 100 rides of a day, how many begin in each hour.
BY_HOUR: Final = (
    *(0, 0, 0, 0, 1, 4, 7, 9, 7, 4, 3, 4),
    *(4, 3, 3, 4, 7, 10, 9, 8, 6, 4, 2, 1),
)
MORNING: Final = range(5, 12)
DETOUR: Final = 1.4
METRES_A_MINUTE: Final = 180
CHARGED: Final = 100
METRES_PER_CENT: Final = 900  # of the battery
TIDY_HOUR: Final = 3
HOUR: Final = timedelta(hours=1)


class Place(NamedTuple):
    """A station to ride from and to."""

    id: int
    point: Point
    capacity: int


class Rides(Protocol):
    """How a simulated rider takes a bike, and brings it back."""

    def leave(self, session: Session, place: Place, at: datetime) -> int | None:
        """The bike that was taken; None when there is none to have."""
        ...

    def arrive(self, session: Session, bike: int, place: Place, at: datetime) -> None:
        """Bring the bike."""
        ...


class Plain:
    """Rides without a rental."""

    def leave(self, session: Session, place: Place, at: datetime) -> int | None:
        """Take one of the made-up bikes that stand there."""
        wanted = select(Bike).where(
            Bike.station_id == place.id,
            Bike.state == State.AVAILABLE,
            Bike.simulated,
        )
        locked = wanted.limit(1).with_for_update(skip_locked=True)
        bike = session.scalars(locked.order_by(func.random())).first()
        if bike is None:
            return None
        actions.claim(session, bike, at=at)
        actions.take(session, bike, at=at)
        return bike.id

    def arrive(self, session: Session, bike: int, place: Place, at: datetime) -> None:
        """Bring the bike, its battery a little emptier."""
        found = queries.bike(session, bike)
        if found.battery is not None:
            minutes = (at - found.state_since).total_seconds() / 60
            used = int(minutes * METRES_A_MINUTE / METRES_PER_CENT)
            found.battery = max(0, found.battery - used)
            found.range_m = found.battery * METRES_PER_CENT
        actions.bring(session, found, actions.Where(place.id), at=at)


class Day:
    """The city from one moment to another; the same seed rides the same way."""

    def __init__(self, rides: Rides, riders: int, seed: int) -> None:
        self._rides, self._riders = rides, riders
        self._chance = random.Random(seed)  # noqa: S311 - no secret
        self._riding: list[tuple[datetime, int, Place]] = []
        self.taken = self.missed = 0

    def ride(
        self,
        sessions: sessionmaker[Session],
        start: datetime,
        end: datetime,
        wait: Callable[[datetime], None],
    ) -> Iterator[datetime]:
        """Ride in steps of five minutes, each a transaction; each step's moment.

        `wait`: returns when a moment has come. Whoever still rides at the end, or when
        it is stopped, arrives then.
        """
        with sessions() as session:
            places = places_of(session)
        at = slot(start)
        try:
            while at < end:
                wait(at)
                with sessions.begin() as session:
                    self._step(session, places, at)
                    sample(session.connection(), b"", at)
                yield at
                at += EVERY
        finally:
            with sessions.begin() as session:
                for _, bike, place in self._riding:
                    self._rides.arrive(session, bike, place, at)

    def _step(self, session: Session, places: Sequence[Place], at: datetime) -> None:
        while self._riding and self._riding[0][0] <= at:
            arrived, bike, place = heapq.heappop(self._riding)
            self._rides.arrive(session, bike, place, arrived)
        if at.hour == TIDY_HOUR and at.minute == 0:
            tidy(session, places, at)
        for _ in range(self._departures(at)):
            self._leave(session, places, at)

    def _departures(self, at: datetime) -> int:
        wanted = self._riders * BY_HOUR[at.hour] / sum(BY_HOUR) * (EVERY / HOUR)
        whole = int(wanted)
        return whole + (self._chance.random() < wanted - whole)

    def _leave(self, session: Session, places: Sequence[Place], at: datetime) -> None:
        start, end = self._chance.choices(places, weights(places, at), k=2)
        if at.hour in MORNING:
            start, end = end, start
        bike = self._rides.leave(session, start, at)
        if bike is None:
            self.missed += 1
            return
        self.taken += 1
        metres = metres_between(start.point, end.point) * DETOUR
        minutes = max(4.0, metres / METRES_A_MINUTE * self._chance.uniform(0.8, 1.8))
        heapq.heappush(self._riding, (at + timedelta(minutes=minutes), bike, end))


def places_of(session: Session) -> list[Place]:
    """The stations of the city's own system whose bikes are made up."""
    wanted = select(Station).where(
        Station.system_id == queries.OURS,
        Station.simulated,
        Station.removed_at.is_(None),
    )
    return [
        Place(each.id, Point.from_micro(each.lon_e6, each.lat_e6), each.capacity or 0)
        for each in session.scalars(wanted.order_by(Station.id))
    ]


def weights(places: Sequence[Place], at: datetime) -> list[float]:
    """How many people are at each place: the first half live, the others work there."""
    half = len(places) / 2
    return [
        3.0 if (nth < half) == (at.hour in MORNING) else 1.0
        for nth in range(len(places))
    ]


def tidy(session: Session, places: Sequence[Place], at: datetime) -> None:
    """At night staff charge the bikes, mend them, and carry some to where few are."""
    wanted = select(Bike).where(
        Bike.simulated,
        Bike.state.in_([State.AVAILABLE, State.NON_OPERATIONAL]),
        Bike.station_id.in_([place.id for place in places]),
    )
    bikes = list(session.scalars(wanted.order_by(Bike.id).with_for_update()))
    room = [place.id for place in places for _ in range(place.capacity)]
    step = max(1, len(room) // max(1, len(bikes)))
    for nth, bike in enumerate(bikes):
        where = actions.Where(room[nth * step % len(room)])
        if bike.battery is not None:
            bike.battery, bike.range_m = CHARGED, CHARGED * METRES_PER_CENT
        if bike.state == State.NON_OPERATIONAL:
            actions.mend(session, bike, where, at=at)
        elif bike.station_id != where.station_id:
            actions.move(session, bike, where, at=at)
