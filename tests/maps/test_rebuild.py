"""The tables that tiles are drawn from."""

from collections import Counter
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, func, select, update
from sqlalchemy.orm import Session

from citizen_api.db import make_engine
from citizen_api.maps.actions import rebuild
from citizen_api.maps.models import MapCluster, MapPlace
from citizen_api.venues.models import Venue
from citizen_api.versions import Version
from geo.points import Point
from geo.tiles import Tile, from_web_mercator, tile_of
from tests.conftest import copied

ZOOMS = range(13)


@pytest.fixture(scope="module")
def engine(server_url: str, seeded_url: str, worker: str) -> Iterator[Engine]:
    """A copy of the real city."""
    url = copied(server_url, f"seeded_{worker}", f"rebuild_{worker}")
    made = make_engine(url, pool_size=1)
    yield made
    made.dispose()


def places(session: Session) -> list[Point]:
    rows = session.execute(
        select(Venue.lon_e6, Venue.lat_e6).where(Venue.lon_e6.is_not(None))
    )
    return [Point(lon / 1e6, lat / 1e6) for lon, lat in rows]


def version(session: Session) -> int | None:
    return session.scalar(select(Version.value).where(Version.name == "places"))


def test_every_placed_venue_is_drawn_where_it_is(session: Session) -> None:
    x, y = func.ST_X(MapPlace.place), func.ST_Y(MapPlace.place)
    drawn = [from_web_mercator(*row).rounded() for row in session.execute(select(x, y))]

    assert Counter(drawn) == Counter(point.rounded() for point in places(session))


@pytest.mark.parametrize("zoom", ZOOMS)
def test_a_cluster_stands_in_the_tile_of_its_venues(
    session: Session, zoom: int
) -> None:
    rows = session.execute(select(MapCluster).where(MapCluster.zoom == zoom)).scalars()
    counted: Counter[Tile] = Counter()
    for cluster in rows:
        counted[Tile(zoom, cluster.tile_x, cluster.tile_y)] += cluster.venues

    assert counted == Counter(tile_of(point, zoom) for point in places(session))


@pytest.mark.parametrize("zoom", ZOOMS)
def test_the_middle_of_a_cluster_lies_in_its_cell(session: Session, zoom: int) -> None:
    x, y = func.ST_X(MapCluster.place), func.ST_Y(MapCluster.place)
    for cluster, east, north in session.execute(
        select(MapCluster, x, y).where(MapCluster.zoom == zoom)
    ):
        cell = tile_of(from_web_mercator(east, north), zoom + 5)
        row, column = divmod(cluster.cell, 32)
        assert (cell.x, cell.y) == (
            cluster.tile_x * 32 + column,
            cluster.tile_y * 32 + row,
        )


def test_only_a_venue_that_is_alone_has_its_name(session: Session) -> None:
    clusters = session.scalars(select(MapCluster)).all()
    rows = session.execute(select(MapPlace.slug, MapPlace.name))
    names = {row.slug: row.name for row in rows}

    assert {cluster.venues == 1 for cluster in clusters} == {True, False}
    for cluster in clusters:
        assert (cluster.slug is not None) == (cluster.venues == 1)
        assert cluster.name == names.get(cluster.slug or "")


def test_venues_that_share_a_point_are_one_cluster(session: Session) -> None:
    session.execute(update(Venue).values(lon_e6=106_683_712, lat_e6=20_854_053))

    rebuild(session)

    rows = session.execute(select(MapCluster.zoom, MapCluster.venues)).all()
    assert sorted(map(tuple, rows)) == [(zoom, 100) for zoom in ZOOMS]


def test_drawing_again_writes_nothing(session: Session) -> None:
    before = version(session)

    assert rebuild(session) == 0
    assert version(session) == before


def test_a_venue_that_lost_its_place_is_drawn_no_more(session: Session) -> None:
    before = version(session) or 0
    session.execute(update(Venue).where(Venue.id == 1).values(lon_e6=None, lat_e6=None))

    assert rebuild(session) > 0

    assert session.get(MapPlace, 1) is None
    assert version(session) == before + 1
    at_zoom_0 = select(MapCluster.venues).where(MapCluster.zoom == 0)
    assert session.scalars(at_zoom_0).all() == [87]
