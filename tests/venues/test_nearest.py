"""What comes nearest when an answer is empty, and to where."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories import Stall, build


@pytest.mark.parametrize(
    ("asked", "nearest", "kilometres"),
    [
        ("bbox=106.0,20.0,106.1,20.1", "nga-quan", 109),
        ("ward=Đồ Sơn", "cho-cat-bi", 14),
        ("ward=Cát Bà", "cho-cat-bi", 30),
        ("ward=Chí Linh", "banh-da-cua-thap-cam-lam-son", 42),
        ("dish=tra-quat&ward=phố Cầu Đất", "tra-quat-chi-thuc", 2),
    ],
)
def test_the_nearest_is_nearest_to_the_box_or_the_area(
    client: FlaskClient, asked: str, nearest: str, kilometres: int
) -> None:
    why = client.get(f"/v1/venues?{asked}").json["why_empty"]

    assert why["nearest"]["id"] == nearest
    assert round(why["nearest"]["distance_m"] / 1000) == kilometres


def test_without_a_place_in_question_the_best_is_named_without_a_distance(
    client: FlaskClient,
) -> None:
    why = client.get("/v1/venues?open_at=03:30").json["why_empty"]

    assert why["nearest"]["distance_m"] is None


@pytest.mark.parametrize(
    "where", ["bbox=106.0,20.0,106.1,20.1", "ward=Đồ Sơn", "open_at=03:00"]
)
def test_a_venue_without_a_place_is_nearest_to_nothing(
    fresh: Flask, where: str
) -> None:
    build(fresh, Stall(place=None, serves={"cha-ruoi": []}))

    found = fresh.test_client().get(f"/v1/venues?dish=cha-ruoi&{where}").json

    assert found["items"] == []
    assert (found["why_empty"]["count"], found["why_empty"]["nearest"]) == (1, None)
