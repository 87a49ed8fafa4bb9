"""What proves that somebody was there. Pure."""

from datetime import datetime, timedelta
from typing import Final, NamedTuple
from uuid import UUID

from citizen_api.links.rules import Place
from citizen_api.schedules.evaluating import Schedule, status
from citizen_api.schedules.holidays import Calendar
from citizen_api.throttles.rules import Limit, Lock
from citizen_api.visits.problems import (
    ClosedNow,
    PlaceUnknown,
    RoughPosition,
    TooFarAway,
)
from geo.distance import metres_between
from geo.points import Point

COUNTS_FOR: Final = timedelta(days=7)
ROUGHEST_M: Final = 200
# Who pays when the shutters come down was there all the same.
LINGERING: Final = timedelta(minutes=45)
USES: Final = Limit("visit-codes", most=30, window_s=3600, told=False)
GUESSES: Final = Lock("visit-guesses", misses=5)
GUESSES_OF_ALL: Final = Lock("visit-guesses-address", misses=30)
"""Of everybody behind one address, such as that of a mobile network."""


class Visitor(NamedTuple):
    """The id of a device or of a person; one of them is None."""

    device: int | None
    person: UUID | None


class Position(NamedTuple):
    """Where a phone says that it is, within so many metres. It is not kept."""

    point: Point
    accuracy_m: int


def ensure_there(place: Place | None, position: Position) -> None:
    """Raise PlaceUnknown, RoughPosition, or TooFarAway even if the phone is off."""
    if place is None:
        raise PlaceUnknown
    if position.accuracy_m > ROUGHEST_M:
        raise RoughPosition
    away = metres_between(place.point, position.point)
    if away > place.radius_m + position.accuracy_m:
        raise TooFarAway


def ensure_open(schedule: Schedule | None, now: datetime, calendar: Calendar) -> None:
    """Raise ClosedNow when it is sure that nobody is served, nor was a while ago."""
    if schedule is None:
        return
    moments = (now, now - LINGERING)
    if all(status(schedule, each, calendar).now is False for each in moments):
        raise ClosedNow
