"""The questions that are asked: each as our URL, as the peers' nearest one, as SQL."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlencode

from sqlalchemy import text

from benchmarks.load import Request
from benchmarks.statements import Script, members, script
from citizen_api.db import Database
from citizen_api.maps import queries as maps
from citizen_api.schedules.evaluating import HO_CHI_MINH
from citizen_api.venues import asking
from citizen_api.venues.queries.known import Known, known
from citizen_api.venues.queries.offers import prepared
from citizen_api.venues.queries.shapes import statement
from citizen_api.venues.schemas.asked import VenueQuery
from geo.names import fold
from geo.points import Point
from geo.tiles import Tile, tile_of

REQUESTS = 256
RADIUS = 2000
HALF_BOX = 0.01  # degrees
USUAL_CELLS = 9  # squares of a kilometre that most such boxes touch
# Fixed, so that the answer does not depend on the hour in which the bench runs: a
# Tuesday noon, when some are open and some are not.
MOMENT = datetime(2026, 11, 24, 12, 10, tzinfo=HO_CHI_MINH)
PLACES = text(
    "SELECT slug, id, (lon_e6 / 1e6)::float8, (lat_e6 / 1e6)::float8 FROM venues"
    " WHERE lon_e6 IS NOT NULL AND slug LIKE 'syn-%' ORDER BY md5(slug) LIMIT :count"
)


@dataclass
class Workload:
    """One question: what is sent to whom."""

    ours: list[Request] = field(default_factory=list)
    tipg: list[Request] = field(default_factory=list)
    pygeoapi: list[Request] = field(default_factory=list)
    datasette: list[Request] = field(default_factory=list)
    sql: Script | None = None


@dataclass(frozen=True)
class Sampler:
    """A city to draw questions from."""

    database: Database
    keeping: Known
    places: Sequence[tuple[str, int, float, float]]
    chance: random.Random

    def near(self) -> tuple[float, float]:
        """A point within some hundred metres of a venue: people are where food is."""
        _, _, lon, lat = self.chance.choice(self.places)
        return (
            round(lon + self.chance.gauss(0, 0.003), 6),
            round(lat + self.chance.gauss(0, 0.003), 6),
        )

    def box(self) -> tuple[float, float, float, float]:
        """A box of 0.02 degrees around a venue: a phone's screen."""
        _, _, lon, lat = self.chance.choice(self.places)
        corners = (lon - HALF_BOX, lat - HALF_BOX, lon + HALF_BOX, lat + HALF_BOX)
        west, south, east, north = (round(value, 6) for value in corners)
        return west, south, east, north


def sampler(database: Database) -> Sampler:
    """The city behind a database; the same questions each time."""
    with database.engine.connect() as connection:
        rows = connection.execute(PLACES, {"count": 4000}).all()
        keeping = known(connection)
    return Sampler(database, keeping, [tuple(row) for row in rows], random.Random(7))


def venues(city: Sampler, asked: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """The statement of `GET /v1/venues` and its values."""
    loaded = VenueQuery().load({name: str(value) for name, value in asked.items()})
    question, _ = asking.question(city.database, city.keeping, loaded, now=MOMENT)
    bits = city.keeping.open_at(question.open_at) if question.open_at else b""
    shape, values = prepared(question, bits)
    return statement(shape), values


def nearby(city: Sampler, sort: str) -> Workload:
    """A dish as typed, within 2 km, open then, the first 20."""
    work, statements, values = Workload(), set[str](), list[Mapping[str, Any]]()
    dishes = sorted(city.keeping.dishes.dishes, key=lambda dish: dish.id)
    weights = [1 / (rank + 1) for rank in range(len(dishes))]
    while len(work.ours) < REQUESTS:
        lon, lat = city.near()
        dish = city.chance.choices(dishes, weights)[0]
        typed = fold(dish.name_vi.split(" / ")[0])
        if len(city.keeping.dishes.names.resolve(typed)) != 1:
            continue  # several dishes: the statement would take more values
        asked = {"q": typed, "lat": lat, "lon": lon, "radius": RADIUS}
        asked |= {"open_at": MOMENT.isoformat(), "limit": 20, "sort": sort}
        sql, row = venues(city, asked)
        statements.add(sql)
        values.append(row)
        work.ours.append(Request(f"/v1/venues?{urlencode(asked)}"))
        cql = {"filter": f"dish LIKE '%{dish.name_vi}%'", "limit": 20}
        cql |= {"sortby": "-score", "bbox": _around(lon, lat)}
        _ask_peers(work, "offers", cql)
    (sql,) = statements
    work.sql = script(sql, values)
    return work


def _around(lon: float, lat: float) -> str:
    east, north = RADIUS / 104_000, RADIUS / 110_700
    corners = (lon - east, lat - north, lon + east, lat + north)
    return ",".join(f"{value:.6f}" for value in corners)


def _ask_peers(work: Workload, table: str, asked: Mapping[str, Any]) -> None:
    tipg, pygeoapi = dict(asked, f="geojson"), dict(asked, f="json")
    if "filter" in asked:
        tipg["filter-lang"], pygeoapi["filter-lang"] = "cql2-text", "cql-text"
    path = f"/collections/peers.{table}/items?{urlencode(tipg, quote_via=quote)}"
    work.tipg.append(Request(path))
    path = f"/collections/{table}/items?{urlencode(pygeoapi, quote_via=quote)}"
    work.pygeoapi.append(Request(path))


def boxes(city: Sampler) -> Workload:
    """Fifty venues in a box; ours the best by score, the peers' the first by id."""
    work, statements, values = Workload(), set[str](), list[Mapping[str, Any]]()
    while len(work.ours) < REQUESTS:
        box = city.box()
        asked = {"bbox": ",".join(map(str, box)), "limit": 50}
        sql, row = venues(city, asked)
        if len(members(row["cells"])) != USUAL_CELLS:
            continue  # pgbench could not draw arrays of several lengths
        statements.add(sql)
        values.append(row)
        work.ours.append(Request(f"/v1/venues?{urlencode(asked)}"))
        _ask_peers(work, "venues", asked)
        corners = dict(zip("wsen", box, strict=True))
        path = f"/city/box.json?{urlencode(corners)}&_shape=array"
        work.datasette.append(Request(path))
    (sql,) = statements
    work.sql = script(sql, values)
    return work


def items(city: Sampler) -> Workload:
    """One venue by id."""
    work = Workload()
    some = city.chance.sample(city.places, min(REQUESTS, len(city.places)))
    for slug, number, _, _ in some:
        work.ours.append(Request(f"/v1/venues/{slug}"))
        work.tipg.append(Request(f"/collections/peers.venues/items/{number}?f=geojson"))
        work.pygeoapi.append(Request(f"/collections/venues/items/{number}?f=json"))
    return work


def tiles(city: Sampler, zooms: Sequence[int]) -> Workload:
    """Map tiles around venues; near and far ones have statements of their own."""
    work, statements = Workload(), set[str]()
    values, chosen = list[Mapping[str, Any]](), list[Tile]()
    while len(chosen) < REQUESTS:
        _, _, lon, lat = city.chance.choice(city.places)
        chosen.append(tile_of(Point(lon, lat), city.chance.choice(zooms)))
    for at in chosen:
        work.ours.append(Request(f"/v1/maps/places/{at.z}/{at.x}/{at.y}.mvt"))
        path = f"/collections/peers.venues/tiles/WebMercatorQuad/{at.z}/{at.x}/{at.y}"
        work.tipg.append(Request(path))
        sql, row = _tile_statement(at)
        statements.add(sql)
        values.append(row)
    if len(statements) == 1:
        work.sql = script(sql, values)
    return work


class _Seen(Exception):
    """Carries the statement that a query was about to run."""


def _tile_statement(at: Tile) -> tuple[str, Mapping[str, Any]]:
    return seen(lambda database: maps.tile(database, at))


def seen(asking_for: Callable[[Any], Any]) -> tuple[str, Mapping[str, Any]]:
    """The first statement that a query or an action gives the database."""

    class Listening:
        """Takes a statement in the database's place."""

        def read(self, sql: str, values: Mapping[str, Any]) -> Any:
            raise _Seen(sql, values)

        write = find = read

    try:
        asking_for(Listening())
    except _Seen as statement_seen:
        sql, values = statement_seen.args
        return sql, values
    raise ValueError("no statement was run")
