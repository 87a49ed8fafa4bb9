"""Questions about bikes. Those that end in a change lock the bike's row."""

from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from citizen_api.bikes.codes import Kind, Scanned
from citizen_api.bikes.models import Bike, BikeSystem, State, Station
from citizen_api.bikes.rules import WAITING
from citizen_api.db import Database
from citizen_api.problems import NotFound

OURS: Final = select(BikeSystem.id).where(BikeSystem.ours).scalar_subquery()
FLEET: Final = """
SELECT count(*) FILTER (WHERE state = 'available'),
       count(*) FILTER (WHERE state = 'reserved'),
       count(*) FILTER (WHERE state = 'non_operational'),
       count(*) FILTER (WHERE state IN ('claimed', 'on_trip')),
       count(*) FILTER (WHERE state IN ('non_contactable', 'missing', 'removed')),
       count(*)
FROM bikes
"""
SEEN: Final = """
SELECT b.number, b.type_id, t.name, b.state, t.plan_ids
FROM bikes b JOIN bike_types t ON t.id = b.type_id WHERE b.token = %(token)s
"""
NEAREST: Final = """
SELECT id, ST_Distance(place, ST_Point(%(lon)s, %(lat)s, 4326)::geography)
FROM stations
WHERE system_id = (SELECT id FROM bike_systems WHERE ours) AND removed_at IS NULL
ORDER BY place <-> ST_Point(%(lon)s, %(lat)s, 4326)::geography LIMIT 1
"""
# Whoever is not surely inside is outside.
NO_RETURN: Final = """
SELECT EXISTS (
    SELECT FROM bike_zones, ST_Point(%(lon)s, %(lat)s, 4326) AS here
    WHERE NOT ride_end AND ST_Covers(shape, here)
      AND NOT ST_DWithin(ST_Boundary(shape)::geography, here::geography, %(doubt)s))
"""
AT_WORK: Final = select(
    *(Bike.number, Bike.type_id, Bike.state, Bike.state_since, Bike.fault),
    Station.slug,
).outerjoin(Station, Station.id == Bike.station_id)
MOST_WAITING: Final = 100


class Fleet(NamedTuple):
    """Where all bikes of ours are; the first five add up to `total`.

    disabled: out of use where it stands. on_trip: with a rider, or just being
    unlocked. elsewhere: silent, missing, or in the workshop.
    """

    available: int
    reserved: int
    disabled: int
    on_trip: int
    elsewhere: int
    total: int


class Seen(NamedTuple):
    """A bike as whoever stands before it sees it; `plan_ids`: the usual one first."""

    number: str
    type_id: str
    kind: dict[str, str]
    state: State
    plan_ids: list[str]


class Near(NamedTuple):
    """The nearest station of ours, and how far away it is in metres."""

    station_id: int
    metres: float


class AtWork(NamedTuple):
    """A bike as staff see it; `fault`: what is wrong with it."""

    number: str
    type: str
    state: State
    since: datetime
    fault: str | None
    station: str | None


def fleet(database: Database) -> Fleet:
    """How many bikes are where, at one moment."""
    return Fleet._make(database.find(FLEET, {})[0])


def seen(database: Database, token: str) -> Seen | None:
    """The bike whose QR code has this token; None for one that none has, or had."""
    found = database.find(SEEN, {"token": token})
    return Seen._make(found[0])._replace(state=State(found[0][3])) if found else None


def bike(session: Session, bike_id: int) -> Bike:
    """A bike, its row locked."""
    return _one(session, Bike.id == bike_id)


def bike_by_number(session: Session, number: str) -> Bike:
    """The bike that has this number painted on it, its row locked; NotFound."""
    if not (number.isascii() and number.isprintable()):
        raise NotFound
    return _one(session, Bike.number == number)


def bike_scanned(session: Session, scanned: Scanned) -> Bike:
    """The bike of a token or of a code, its row locked.

    Raises NotFound alike for one that was never given and one that was replaced.
    """
    if scanned.kind is Kind.QR:
        return _one(session, Bike.token == scanned.value)
    if scanned.kind is Kind.CODE:
        return _one(session, Bike.code == scanned.value)
    raise NotFound


def at_work(session: Session, number: str) -> AtWork:
    """The bike of a number as staff see it."""
    return AtWork._make(session.execute(AT_WORK.where(Bike.number == number)).one())


def waiting(session: Session) -> list[AtWork]:
    """The bikes that wait for staff, the longest waiting first."""
    wanted = AT_WORK.where(Bike.state.in_(WAITING)).limit(MOST_WAITING)
    found = session.execute(wanted.order_by(Bike.state_since, Bike.id))
    return [AtWork._make(row) for row in found]


def station(session: Session, slug: str) -> Station:
    """A station of ours by its id on the wire; raises NotFound."""
    wanted = select(Station).where(
        Station.slug == slug, Station.system_id == OURS, Station.removed_at.is_(None)
    )
    found = session.scalars(wanted).one_or_none()
    if found is None:
        raise NotFound
    return found


def standing(session: Session, station_id: int) -> int:
    """How many bikes stand at a station, whatever their state."""
    wanted = select(func.count()).where(Bike.station_id == station_id)
    return session.scalar(wanted) or 0


def _one(session: Session, which: ColumnElement[bool]) -> Bike:
    wanted = select(Bike).where(which).with_for_update()
    # What another transaction made of it while this one waited is what counts.
    found = session.scalars(wanted.execution_options(populate_existing=True)).first()
    if found is None:
        raise NotFound
    return found
