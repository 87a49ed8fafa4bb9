"""What was read of other operators' feeds, kept in tables; and when to read again."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any, Final, NamedTuple

from psycopg.types.json import Jsonb
from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from citizen_api.bikes.reading import BadFeed, Told

LONGEST_PAUSE: Final = timedelta(hours=1)
FIRST_PAUSE_S: Final = 30
HELD_FOR: Final = timedelta(minutes=2)
SYSTEM: Final = text(
    """
    INSERT INTO bike_systems AS old (code, ours, name) VALUES (:code, false, :name)
    ON CONFLICT (code) DO UPDATE SET name = excluded.name WHERE NOT old.ours
    RETURNING id
    """
)
REGISTER: Final = text(
    """
    INSERT INTO bike_imports (system_id, url, local, due_at)
    VALUES (:system, :url, :local, :now)
    ON CONFLICT (system_id) DO UPDATE SET local = excluded.local
    WHERE bike_imports.url = excluded.url RETURNING url
    """
)
STATIONS: Final = text(
    """
    INSERT INTO stations AS old (
        system_id, told_id, slug, name, address, lon_e6, lat_e6, capacity, is_virtual,
        is_installed, is_renting, is_returning, ward_id
    )
    SELECT :system, told_id, slug, name, address, lon_e6, lat_e6, capacity, is_virtual,
           installed, renting, returning_, (
               SELECT a.id FROM areas a
               WHERE a.kind = 'ward' AND ST_Intersects(
                   a.shape, ST_Point(lon_e6 / 1e6, lat_e6 / 1e6, 4326))
               ORDER BY a.id LIMIT 1)
    FROM jsonb_to_recordset(:told) AS t (
        told_id text, slug text, name jsonb, address jsonb, lon_e6 int, lat_e6 int,
        capacity int, is_virtual boolean, installed boolean, renting boolean,
        returning_ boolean)
    ON CONFLICT (system_id, told_id) DO UPDATE SET
        (name, address, lon_e6, lat_e6, capacity, is_virtual, is_installed, is_renting,
         is_returning, ward_id, removed_at)
        = ROW (excluded.name, excluded.address, excluded.lon_e6, excluded.lat_e6,
               excluded.capacity, excluded.is_virtual, excluded.is_installed,
               excluded.is_renting, excluded.is_returning, excluded.ward_id, NULL)
    WHERE (old.name, old.address, old.lon_e6, old.lat_e6, old.capacity, old.is_virtual,
           old.is_installed, old.is_renting, old.is_returning, old.removed_at)
       IS DISTINCT FROM (
           excluded.name, excluded.address, excluded.lon_e6, excluded.lat_e6,
           excluded.capacity, excluded.is_virtual, excluded.is_installed,
           excluded.is_renting, excluded.is_returning, NULL)
    """
)
GONE: Final = text(
    """
    UPDATE stations SET removed_at = :now
    WHERE system_id = :system AND removed_at IS NULL AND told_id <> ALL (:told_ids)
    """
)
REPORTS: Final = text(
    """
    INSERT INTO station_reports AS old (
        station_id, reported_at, available, by_type, disabled, docks_available)
    SELECT s.id, least(t.reported_at, :now), t.available, t.by_type, t.disabled,
           t.docks_available
    FROM jsonb_to_recordset(:told) AS t (
        told_id text, reported_at timestamptz, available int, by_type jsonb,
        disabled int, docks_available int)
    JOIN stations s ON s.system_id = :system AND s.told_id = t.told_id
    ON CONFLICT (station_id) DO UPDATE SET
        (reported_at, available, by_type, disabled, docks_available)
        = ROW (excluded.reported_at, excluded.available, excluded.by_type,
               excluded.disabled, excluded.docks_available)
    """
)
GOOD: Final = text(
    """
    UPDATE bike_imports SET version = :version, told_at = :told_at, good_at = :now,
        polled_at = :now, due_at = :due_at, failures = 0, problem = NULL
    WHERE system_id = :system
    """
)
BAD: Final = text(
    """
    UPDATE bike_imports SET polled_at = :now, failures = failures + 1,
        problem = :problem,
        due_at = :now + least(:first * 2 ^ least(failures, 20), :most)
                 * interval '1 second'
    WHERE system_id = :system
    """
)
DUE: Final = text(
    """
    UPDATE bike_imports SET due_at = :held_until WHERE system_id = (
        SELECT system_id FROM bike_imports WHERE due_at <= :now
        ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING system_id, url, local
    """
)
IMPORTS: Final = text(
    """
    SELECT y.code, i.url, i.version, i.told_at, i.good_at, i.due_at, i.failures,
           i.problem
    FROM bike_imports i JOIN bike_systems y ON y.id = i.system_id ORDER BY y.code
    """
)


class Import(NamedTuple):
    """How reading a system's feed goes; times as in `records.BikeImport`."""

    code: str
    url: str
    version: str | None
    told_at: datetime | None
    good_at: datetime | None
    due_at: datetime
    failures: int
    problem: str | None


class Read(NamedTuple):
    """Everything that the feeds of a system say; good for `ttl_s` seconds."""

    version: str
    code: str
    name: dict[str, str]
    stations: list[Told]
    ttl_s: int


def register(
    session: Session, url: str, told: Read, *, local: bool, now: datetime
) -> int:
    """Keep a system that was read for the first time; its number. Raises BadFeed."""
    about = {"code": told.code, "name": Jsonb(told.name)}
    system = session.scalar(SYSTEM, about)
    if system is None:
        raise BadFeed(f"{told.code} is the city's own system")
    values = {"system": system, "url": url, "local": local, "now": now}
    if session.scalar(REGISTER, values) is None:
        raise BadFeed(f"{told.code} is imported from another address")
    number: int = system
    keep(session, number, told, now=now)
    return number


def keep(session: Session, system: int, told: Read, *, now: datetime) -> None:
    """Keep what was read; stations that are no longer told of are gone."""
    rows = Jsonb(list(_rows(told)))
    session.execute(SYSTEM, {"code": told.code, "name": Jsonb(told.name)})
    session.execute(STATIONS, {"system": system, "told": rows})
    told_ids = [each.told_id for each in told.stations]
    session.execute(GONE, {"system": system, "told_ids": told_ids, "now": now})
    session.execute(REPORTS, {"system": system, "told": rows, "now": now})
    about = {
        "system": system,
        "version": told.version,
        "told_at": min(now, max(each.reported_at for each in told.stations)),
        "due_at": now + timedelta(seconds=told.ttl_s),
    }
    session.execute(GOOD, about | {"now": now})


def due(session: Session, now: datetime) -> Row[Any] | None:
    """The import that is due longest, held for a while: system_id, url and local."""
    held = {"now": now, "held_until": now + HELD_FOR}
    return session.execute(DUE, held).one_or_none()


def fail(session: Session, system: int, problem: str, now: datetime) -> None:
    """Reading went wrong: try again later each time. What was kept before stays."""
    values = {
        "first": FIRST_PAUSE_S,
        "most": LONGEST_PAUSE.total_seconds(),
        "now": now,
        "system": system,
        "problem": problem,
    }
    session.execute(BAD, values)


def imports(session: Session) -> list[Import]:
    """Every import, and how it goes."""
    return [Import._make(row) for row in session.execute(IMPORTS)]


def _rows(told: Read) -> Iterator[dict[str, Any]]:
    for each in told.stations:
        lon, lat = each.point.to_micro()
        digest = blake2b(each.told_id.encode(), digest_size=5).hexdigest()
        values = each._asdict()
        del values["point"]
        yield values | {
            "slug": f"{told.code}-{digest}",
            "lon_e6": lon,
            "lat_e6": lat,
            "address": each.address and {"vi": each.address},
            "returning_": values.pop("returning"),
            "reported_at": each.reported_at.isoformat(),
        }
