"""Tiles as a map reads them, and where the venues are."""

from collections.abc import Iterable
from typing import Any, NamedTuple

import mapbox_vector_tile
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from citizen_api.maps.actions import rebuild
from geo.points import Point
from geo.tiles import Tile, tile_of
from tests.factories import database_of

EXTENT = 4096
PLACED = "SELECT slug, lon_e6, lat_e6 FROM venues WHERE lon_e6 IS NOT NULL"


class Feature(NamedTuple):
    """A feature: where it is in its tile, and what it says."""

    x: float
    y: float
    said: dict[str, Any]

    @property
    def is_inside(self) -> bool:
        """Whether it is in the tile itself, not in the margin around it."""
        return 0 <= self.x < EXTENT and 0 <= self.y < EXTENT


def address(at: Tile) -> str:
    """Where a tile is."""
    return f"/v1/maps/places/{at.z}/{at.x}/{at.y}.mvt"


def features(drawn: bytes) -> list[Feature]:
    """What is in the bytes of a tile."""
    layers = mapbox_vector_tile.decode(drawn, default_options={"y_coord_down": True})
    assert set(layers) <= {"places"}
    found = layers.get("places", {"features": []})["features"]
    return [
        Feature(*each["geometry"]["coordinates"], each["properties"]) for each in found
    ]


def drawn(client: FlaskClient, at: Tile) -> list[Feature]:
    """The features of a tile that is asked for."""
    return features(client.get(address(at)).data)


def placed(app: Flask) -> dict[str, Point]:
    """The venues that have a place."""
    rows = database_of(app).find(PLACED, {})
    return {slug: Point(lon / 1e6, lat / 1e6) for slug, lon, lat in rows}


def tiles_of(points: Iterable[Point], zoom: int) -> set[Tile]:
    """The tiles that hold some points."""
    return {tile_of(point, zoom) for point in points}


def change(app: Flask, sql: str) -> None:
    """Change the city, and draw it anew."""
    with database_of(app).sessions.begin() as session:
        session.execute(text(sql))
        rebuild(session)
