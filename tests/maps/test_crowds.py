"""A very crowded place: the bytes of a tile stay bounded, and nobody is lost."""

from collections import Counter
from collections.abc import Iterator
from itertools import product

import pytest
from flask import Flask

from geo.points import Point
from geo.tiles import Tile, tile_of
from tests.conftest import close, copied, make_app
from tests.maps.drawing import address, change, features, placed

# Where four tiles meet, at every zoom from 9.
SPOT = Point(106.875, 0.0)
CROWD = 20_000
# Half of them at one spot, half within some hundred metres.
ADD = f"""
INSERT INTO venues (slug, name, address, kind, folded, ward_certain, aliases, honours,
                    source_ids, lon_e6, lat_e6)
SELECT 'crowd-' || n, 'Quán bánh đa cua số ' || n, 'Hải Phòng', 'shop', '', false,
       '{{}}', '[]', '{{}}', 106875000 + (n % 2) * (hashint4(n) % 8000),
       (n % 2) * (hashint4(-n) % 8000)
FROM generate_series(1, {CROWD}) n
"""

# One in each cell of a tile of zoom 12, with a name as long as one may be.
SPREAD = """
INSERT INTO venues (slug, name, address, kind, folded, ward_certain, aliases, honours,
                    source_ids, lon_e6, lat_e6)
SELECT 'mot-quan-an-rat-xa-trung-tam-' || i || '-' || j,
       rpad('Quán ' || i || ' ' || j || ' ', 120, 'ấ'), 'Hải Phòng', 'shop', '', false,
       '{{}}', '[]', '{{}}',
       1e6 * (({x} * 32 + i + 0.5) / 131072 * 360 - 180),
       1e6 * degrees(atan(sinh(pi() * (1 - 2 * ({y} * 32 + j + 0.5) / 131072))))
FROM generate_series(0, 31) i, generate_series(0, 31) j
"""


@pytest.fixture(scope="module")
def crowded(server_url: str, seeded_url: str, worker: str) -> Iterator[Flask]:
    """A city with a crowd in it."""
    made = make_app(copied(server_url, f"seeded_{worker}", f"crowd_{worker}"))
    change(made, ADD)
    yield made
    close(made)


@pytest.mark.parametrize("zoom", range(13))
def test_to_zoom_12_a_tile_is_at_most_100_kb_and_counts_everybody(
    crowded: Flask, zoom: int
) -> None:
    points = placed(crowded).values()
    tiles = {tile_of(point, zoom) for point in points}
    bodies = [crowded.test_client().get(address(at)).data for at in tiles]

    assert max(map(len, bodies)) <= 100_000
    total = sum(each.said["venues"] for body in bodies for each in features(body))
    assert total == len(points) == CROWD + 88


@pytest.mark.parametrize("zoom", range(13, 23))
def test_nearer_a_tile_is_bounded_too(crowded: Flask, zoom: int) -> None:
    body = crowded.test_client().get(address(tile_of(SPOT, zoom))).data

    assert 0 < len(body) <= 600_000


@pytest.mark.parametrize("zoom", [14, 18, 22])
def test_a_crowd_is_counted_once_not_cut(crowded: Flask, zoom: int) -> None:
    spot, points = tile_of(SPOT, zoom), placed(crowded).values()
    here = Counter(tile_of(point, zoom) for point in points)

    for west, north in product((0, 1), (0, 1)):
        at = Tile(zoom, spot.x - west, spot.y - north)
        shown = features(crowded.test_client().get(address(at)).data)
        assert sum(each.said["venues"] for each in shown) == here[at]
        assert len(shown) <= 4096


def test_a_tile_of_lone_venues_with_long_names_is_at_most_100_kb(fresh: Flask) -> None:
    at = tile_of(Point(107.9, 20.3), 12)
    change(fresh, SPREAD.format(x=at.x, y=at.y))

    body = fresh.test_client().get(address(at)).data

    shown = features(body)
    assert len(body) <= 100_000
    assert len(shown) == 1024
    assert all(each.said["id"] for each in shown)
