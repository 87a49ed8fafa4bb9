"""Tiles: every placed venue, no other, at every zoom."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from geo.points import Point
from geo.tiles import Tile, tile_of, to_web_mercator
from tests.maps.drawing import EXTENT, address, drawn, placed, tiles_of
from tests.reviews.phones import problem

MARGIN = 64


def is_near(at: Tile, point: Point) -> bool:
    """Whether a place is in a tile, or in the margin around it."""
    west, south, east, north = at.bounds_3857
    x, y = to_web_mercator(point)
    margin = (east - west) * MARGIN / EXTENT
    return west - margin < x < east + margin and south - margin < y < north + margin


@pytest.mark.parametrize("zoom", range(13))
def test_clusters_add_up_to_the_placed_venues(
    app: Flask, client: FlaskClient, zoom: int
) -> None:
    points = placed(app)

    total = sum(
        feature.said["venues"]
        for at in tiles_of(points.values(), zoom)
        for feature in drawn(client, at)
    )

    assert total == len(points) == 88


@pytest.mark.parametrize("zoom", range(13, 23))
def test_from_zoom_13_each_venue_is_in_its_own_tile(
    app: Flask, client: FlaskClient, zoom: int
) -> None:
    points = placed(app)

    for at in tiles_of(points.values(), zoom):
        inside = [each.said["id"] for each in drawn(client, at) if each.is_inside]
        here = {slug for slug, point in points.items() if tile_of(point, zoom) == at}
        assert here <= set(inside)
        assert len(inside) == len(set(inside))


def test_a_venue_near_an_edge_is_also_in_the_margin_of_the_next_tile(
    app: Flask, client: FlaskClient
) -> None:
    points, seen = placed(app), 0

    for at in tiles_of(points.values(), 14):
        near = {slug for slug, point in points.items() if is_near(at, point)}
        assert {each.said["id"] for each in drawn(client, at)} == near
        seen += len(near)

    assert seen > len(points)


def test_a_venue_is_drawn_where_it_is(app: Flask, client: FlaskClient) -> None:
    for slug, point in placed(app).items():
        at = tile_of(point, 16)
        box = at.bounds_4326
        found = next(each for each in drawn(client, at) if each.said["id"] == slug)
        lon = box.west + found.x / EXTENT * (box.east - box.west)
        lat = box.north - found.y / EXTENT * (box.north - box.south)
        assert lon == pytest.approx(point.lon, abs=1e-5)
        assert lat == pytest.approx(point.lat, abs=1e-5)


def test_who_has_no_place_is_never_drawn(app: Flask, client: FlaskClient) -> None:
    points = placed(app)
    seen = {
        feature.said.get("id")
        for zoom in range(23)
        for at in tiles_of(points.values(), zoom)
        for feature in drawn(client, at)
    }

    assert seen - {None} == set(points)


def test_a_cluster_of_one_says_who_it_is(app: Flask, client: FlaskClient) -> None:
    for at in tiles_of(placed(app).values(), 12):
        for feature in drawn(client, at):
            alone = feature.said["venues"] == 1
            assert ("id" in feature.said) == ("name" in feature.said) == alone


def test_a_place_says_how_sure_it_is(app: Flask, client: FlaskClient) -> None:
    for at in tiles_of(placed(app).values(), 15):
        for feature in drawn(client, at):
            assert {"id", "name", "kind", "accuracy_m"} == set(feature.said)


def test_an_empty_tile_is_an_empty_tile(client: FlaskClient) -> None:
    answer = client.get(address(Tile(14, 0, 0)))

    assert (answer.status_code, answer.data) == (200, b"")
    assert answer.mimetype == "application/vnd.mapbox-vector-tile"


@pytest.mark.parametrize(
    "path",
    [
        "23/0/0",
        "0/1/0",
        "0/0/1",
        "14/16384/0",
        "14/0/16384",
        "99999999/0/0",
        "22/99999999/1",
    ],
)
def test_a_tile_out_of_range_is_told_what_the_range_is(
    client: FlaskClient, path: str
) -> None:
    refused = client.get(f"/v1/maps/places/{path}.mvt")

    assert (refused.status_code, problem(refused)) == (404, "not-found")
    assert "0 to 22" in refused.get_json()["errors"][0]["detail"]


@pytest.mark.parametrize(
    "path",
    [
        "-1/0/0.mvt",
        "a/b/c.mvt",
        "1.5/0/0.mvt",
        "14/0/0",
        "14/0/0.png",
        "14/0/0.mvt/",
        "14/0/000000000.mvt",
        "%C2%B2/0/0.mvt",
        "..%2F/0/0.mvt",
        "14/0.mvt",
    ],
)
def test_what_is_no_tile_is_a_problem(client: FlaskClient, path: str) -> None:
    assert problem(client.get(f"/v1/maps/places/{path}")) == "not-found"


def test_other_formats_and_parameters_are_refused(client: FlaskClient) -> None:
    path = address(Tile(0, 0, 0))

    assert (
        problem(client.get(path, headers={"Accept": "image/png"})) == "not-acceptable"
    )
    assert problem(client.get(f"{path}?style=dark")) == "invalid-request"
    protobuf = client.get(path, headers={"Accept": "application/x-protobuf"})
    assert protobuf.status_code == 200
