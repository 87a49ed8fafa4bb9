"""Each wrong value of each parameter is named, in both languages; nothing guessed."""

from typing import NamedTuple
from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient

from tests.http import bad

VENUE = "banh-da-cua-be-ba-cu"
DISH = "banh-da-cua"


class Door(NamedTuple):
    """An address, what it needs, and the values that its parameters may not take."""

    path: str
    needs: str
    refused: dict[str, list[str]]


RANGE = {
    "lat": ["-90.1", "90.1", "1e308", "-1e308"],
    "lon": ["-180.1", "180.1", "1e308"],
    "radius": ["0", "-0", "0.5", "-5", "100001", "1000000000", "1e9", "1e308"],
    "limit": ["0", "-0", "-1", "101", "1000000000"],
    "max_price": ["-1", "100000001", "1000000000000"],
    "min_score": ["0", "0.9", "5.1", "-1", "1e308"],
}
MOMENTS = [
    "2026-02-31T10:00:00%2B07:00",
    "2026-02-30",
    "2026-11-21",
    "2026-11-21T25:00",
    "2026-13-01T10:00",
    "9999-12-31T23:59:59Z",
    "0001-01-01T00:00:00%2B14:00",
    "2024-12-31T23:59:59%2B07:00",
    "2031-01-01T00:00:00%2B07:00",
    "24:00",
    "12:60",
    "9:30",
    "%D9%A1%D9%A2:00",
    "1%D9%A2:0%D9%A0",
    "12:00:00",
    "noon",
    "NOW",
    "now%20",
    "null",
    "1795237200",
    "-2026-11-21T10:00",
    *bad.WORDS,
]
BOXES = [
    "1,2,3",
    "1,2,3,4,5",
    "106.67,20.84,106.70",
    "106.70,20.84,106.67,20.87",
    "106.67,20.87,106.70,20.84",
    "170,20,-170,21",
    "106.67,20.84,106.67,20.87",
    "106.67,20.84,106.70,20.84",
    "NaN,20.84,106.70,20.87",
    "inf,20.84,106.70,20.87",
    "-181,20.84,106.70,20.87",
    "106.67,20.84,106.70,91",
    "1e308,20,106,21",
    "a,b,c,d",
    ",,,",
    "1_0,20,106,21",
    "%D9%A1,20,106,21",
    *bad.WORDS,
]
PAGED = {
    "limit": bad.NOT_WHOLE + RANGE["limit"],
    "cursor": bad.CURSORS,
    "lang": bad.LANGUAGES,
}
PLACED = {name: bad.NOT_NUMBERS + RANGE[name] for name in ("lat", "lon", "radius")}
DOORS = [
    Door("/v1/dishes", "", {"q": [*bad.WORDS, "x" * 101], **PAGED}),
    Door(f"/v1/dishes/{DISH}", "", {"lang": bad.LANGUAGES}),
    Door(
        "/v1/venues",
        "lat=20.8561&lon=106.6822&dish=banh-da-cua",
        {
            "dish": [*bad.WORDS, "x" * 81, "nix", "BANH-DA-CUA", "%25", "_"],
            "q": [*bad.WORDS, "x" * 101],
            "ward": [*bad.WORDS, "x" * 101, "qwrtzp", "%25", "_", "99999"],
            "bbox": BOXES,
            "open_at": MOMENTS,
            "max_price": bad.NOT_WHOLE + RANGE["max_price"],
            "min_score": bad.NOT_NUMBERS + RANGE["min_score"],
            "sort": ["", "SCORE", "name", "distance,score", "-distance", "%00"],
            **PLACED,
            **PAGED,
        },
    ),
    Door(f"/v1/venues/{VENUE}", "", {"lang": bad.LANGUAGES}),
    Door(f"/v1/venues/{VENUE}/reviews", "", PAGED),
    Door("/v1/around", "lat=20.8561&lon=106.6822", {**PLACED, "lang": bad.LANGUAGES}),
    Door("/v1/tours", "", PAGED),
    Door("/v1/tours/sang-quanh-ga", "", {"lang": bad.LANGUAGES}),
    Door("/v1/maps/places/14/13047/7227.mvt", "", {"lang": bad.LANGUAGES}),
]
EVERY = [(door, name) for door in DOORS for name in door.refused]


def question(door: Door, name: str, value: str) -> str:
    """The query string with one wrong value."""
    kept = [pair for pair in door.needs.split("&") if not pair.startswith(f"{name}=")]
    return "&".join([*filter(None, kept), f"{name}={value}"])


@pytest.mark.parametrize(
    ("door", "name"), EVERY, ids=[f"{door.path}?{name}" for door, name in EVERY]
)
def test_a_wrong_value_is_refused_by_the_name_of_its_parameter(
    client: FlaskClient, door: Door, name: str
) -> None:
    for value in door.refused[name]:
        asked = question(door, name, value)

        answer = client.get(f"{door.path}?{asked}")

        assert answer.status_code == 422, asked
        assert [error["parameter"] for error in answer.json["errors"]] == [name], asked
        assert answer.content_type == "application/problem+json"


@pytest.mark.parametrize(
    ("door", "name"), EVERY, ids=[f"{door.path}?{name}" for door, name in EVERY]
)
def test_a_wrong_value_is_explained_in_both_languages(
    client: FlaskClient, door: Door, name: str
) -> None:
    address = f"{door.path}?{question(door, name, door.refused[name][0])}"

    told = {
        language: client.get(address, headers={"Accept-Language": language}).json
        for language in ("vi", "en")
    }

    assert told["vi"]["title"] == told["en"]["title"]
    assert told["vi"]["detail"] != told["en"]["detail"]
    assert told["vi"]["errors"][0]["detail"] != told["en"]["errors"][0]["detail"]


@pytest.mark.parametrize("door", DOORS, ids=[door.path for door in DOORS])
def test_a_parameter_that_is_not_known_is_refused(
    client: FlaskClient, door: Door
) -> None:
    for name in ("nix", "LAT", "q[]", "offset", "page", "%C4%91", "%00", ""):
        asked = "&".join(filter(None, [door.needs, f"{name}=1"]))

        answer = client.get(f"{door.path}?{asked}")

        assert answer.status_code == 422, name
        # What cannot be the name of a parameter is not repeated: it may be a person's.
        shown = "…" if name in {"%C4%91", "%00", ""} else unquote(name)
        assert [error["parameter"] for error in answer.json["errors"]] == [shown]


@pytest.mark.parametrize(
    ("door", "name"), EVERY, ids=[f"{door.path}?{name}" for door, name in EVERY]
)
def test_a_parameter_given_twice_is_refused(
    client: FlaskClient, door: Door, name: str
) -> None:
    kept = question(door, name, "1")

    answer = client.get(f"{door.path}?{kept}&{name}=1")

    assert answer.status_code == 422
    assert [error["parameter"] for error in answer.json["errors"]] == [name]
