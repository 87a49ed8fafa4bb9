"""Bikes and feeds as tests use them."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from citizen_api.bikes import actions, queries
from citizen_api.bikes.models import Bike, BikeSystem, State, Station
from citizen_api.bikes.records import BikeZone, StationReport
from geo.points import Point
from tests.conftest import NOON
from tests.factories import changing

OPERA = "hp-005"
STATION_POST = "hp-019"
PORT = Point(106.682, 20.857)
# Degrees: some 40 m to each side, closed.
FAR = 4e-4
ZONE_CORNERS = [(-FAR, -FAR), (FAR, -FAR), (FAR, FAR), (-FAR, FAR), (-FAR, -FAR)]
Json = dict[str, Any]


def pass_time(app: Flask, **for_so_long: float) -> None:
    """Let the clock of an application go on from noon."""
    app.config["CLOCK"] = lambda: NOON + timedelta(**for_so_long)


def feed(client: FlaskClient, name: str, major: str = "3") -> Json:
    """What a feed holds."""
    answer = client.get(f"/gbfs/{major}/{name}.json")
    assert answer.status_code == 200, answer.text
    held: Json = answer.json["data"]
    return held


def path_of(url: str) -> str:
    """An address without its host."""
    parts = urlsplit(url)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def addresses(client: FlaskClient) -> Iterator[tuple[str, str, str]]:
    """Version, name and path of every public feed, the discoveries too."""
    newest = feed(client, "gbfs")
    yield "3.0", "gbfs", "/gbfs/3/gbfs.json"
    for each in newest["feeds"]:
        yield "3.0", each["name"], path_of(each["url"])
    yield "2.3", "gbfs", "/gbfs/2/gbfs.json"
    for listed in feed(client, "gbfs", "2").values():
        for each in listed["feeds"]:
            yield "2.3", each["name"], path_of(each["url"])


def status(client: FlaskClient, slug: str) -> Json:
    """What the feed counts at a station."""
    found = feed(client, "station_status")["stations"]
    return next(each for each in found if each["station_id"] == slug)


def vehicles(client: FlaskClient) -> list[Json]:
    """The bikes of the feed."""
    listed: list[Json] = feed(client, "vehicle_status")["vehicles"]
    return listed


def bikes_at(session: Session, slug: str) -> list[Bike]:
    """The available bikes at a station, locked."""
    place = queries.station(session, slug)
    wanted = select(Bike).where(
        Bike.station_id == place.id, Bike.state == State.AVAILABLE
    )
    return list(session.scalars(wanted.order_by(Bike.id).with_for_update()))


def ride_off(app: Flask, slug: str = OPERA) -> int:
    """Somebody takes a bike; its number in the database."""
    with changing(app) as session:
        bike = bikes_at(session, slug)[0]
        actions.claim(session, bike, at=NOON)
        actions.take(session, bike, at=NOON)
        return bike.id


def ride_in(app: Flask, bike: int, slug: str = OPERA, fault: str | None = None) -> None:
    """The bike is brought to a station."""
    with changing(app) as session:
        where = actions.Where(queries.station(session, slug).id)
        found = queries.bike(session, bike)
        actions.bring(session, found, where, at=NOON, fault=fault)


def set_station(app: Flask, slug: str, **values: Any) -> None:
    """Change what is said of a station."""
    with changing(app) as session:
        place = session.scalars(select(Station).where(Station.slug == slug)).one()
        for name, value in values.items():
            setattr(place, name, value)


def add_no_return_zone(app: Flask, lon: float, lat: float) -> None:
    """Bikes cannot be left within some 40 m of a place."""
    with changing(app) as session:
        corners = [(lon + x, lat + y) for x, y in ZONE_CORNERS]
        ring = ",".join(f"{x} {y}" for x, y in corners)
        session.add(
            BikeZone(
                code="no-return",
                name={"vi": "Không trả xe", "en": "No returns"},
                shape=f"SRID=4326;MULTIPOLYGON((({ring})))",
                ride_start=True,
                ride_end=False,
                ride_through=True,
                station_parking=False,
            )
        )


def add_other(app: Flask, place: Point = PORT, **report: Any) -> None:
    """A station of another operator, a moment ago."""
    lon, lat = place.to_micro()
    with changing(app) as session:
        other = BikeSystem(code="other", ours=False, name={"vi": "Hệ thống khác"})
        session.add(other)
        session.flush()
        station = Station(
            system_id=other.id,
            told_id="1",
            slug="other-1",
            name={"vi": "Ga"},
            lon_e6=lon,
            lat_e6=lat,
            is_virtual=False,
        )
        session.add(station)
        session.flush()
        told = {"reported_at": NOON - timedelta(seconds=90), "docks_available": None}
        counts = {"available": 2, "by_type": {"bicycle": 2}, "disabled": 0}
        session.add(StationReport(station_id=station.id, **(told | counts | report)))
