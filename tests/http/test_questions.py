"""Parameters that do not fit together, and odd text that is text all the same."""

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

CONTRADICTIONS = {
    "lat=20.8": "lon",
    "lon=106.6": "lat",
    "radius=500": "radius",
    "lat=20.8&radius=500": "lon",
    "sort=distance": "sort",
    "sort=price": "sort",
    "max_price=30000": "max_price",
    "q=C%E1%BA%A7u+%C4%90%E1%BA%A5t&sort=price": "sort",
    "q=B%C3%A0+C%E1%BB%A5&max_price=30000": "max_price",
    "dish=bun-cha&q=banh+da+cua": "q",
    "dish=nix&q=banh+da+cua": "dish",
}


@pytest.mark.parametrize("asked", CONTRADICTIONS)
def test_a_contradiction_is_named(client: FlaskClient, asked: str) -> None:
    answer = client.get(f"/v1/venues?{asked}")

    assert answer.status_code == 422
    assert [error["parameter"] for error in answer.json["errors"]] == [
        CONTRADICTIONS[asked]
    ]


@pytest.mark.parametrize("missing", ["lat", "lon"])
def test_the_city_card_needs_a_place(client: FlaskClient, missing: str) -> None:
    given = {"lat": "20.8561", "lon": "106.6822"}
    del given[missing]

    answer = client.get("/v1/around", query_string=given)

    assert answer.status_code == 422
    assert [error["parameter"] for error in answer.json["errors"]] == [missing]


def test_several_wrong_values_are_all_named(client: FlaskClient) -> None:
    answer = client.get("/v1/venues?lat=91&lon=x&limit=0&nix=1")

    named = {error["parameter"] for error in answer.json["errors"]}
    assert named == {"lat", "lon", "limit", "nix"}


def harmless() -> Iterator[tuple[str, str]]:
    """Odd text that is text all the same."""
    yield "SQL", "'; DROP TABLE venues; --"
    yield "per cent", "%"
    yield "underscore", "_"
    yield "backslash", "\\"
    yield "quotes", "\"'`"
    yield "braces", "{q} %(q)s ${q}"
    yield "emoji", "🍜🦀"
    yield "combining marks", "e" + "\u0301" * 60
    yield "other scripts", "蟹面 게국수"
    yield "hundred letters", "x" * 100


@pytest.mark.parametrize("text", [text for _, text in harmless()])
@pytest.mark.parametrize("path", ["/v1/dishes", "/v1/venues"])
def test_odd_text_means_nothing_and_harms_nothing(
    client: FlaskClient, path: str, text: str
) -> None:
    answer = client.get(path, query_string={"q": text})

    assert answer.status_code == 200
    assert answer.json["items"] == []


@pytest.mark.parametrize("wild", ["%", "_", "b_nh", "%cua%", "b%"])
def test_a_wild_card_is_a_letter_in_a_search_by_name(
    client: FlaskClient, wild: str
) -> None:
    found = client.get("/v1/venues", query_string={"q": f"{wild} bà cụ {wild}"})

    assert len(found.json["items"]) < 10


def test_minus_zero_is_zero(client: FlaskClient) -> None:
    minus = client.get("/v1/venues?lat=-0&lon=-0.0&sort=distance").json["items"]

    assert minus == client.get("/v1/venues?lat=0&lon=0&sort=distance").json["items"]


@pytest.mark.parametrize("path", ["/v1/dishes", "/v1/venues"])
def test_ten_thousand_characters_are_too_long_an_address(
    client: FlaskClient, path: str
) -> None:
    answer = client.get(f"{path}?q={'x' * 10_000}")

    assert answer.status_code == 414
    assert [error["parameter"] for error in answer.json["errors"]] == ["q"]


def test_the_same_in_letters_of_three_bytes(client: FlaskClient) -> None:
    answer = client.get("/v1/venues", query_string={"q": "ữ" * 400})

    assert answer.status_code == 422
    assert [error["parameter"] for error in answer.json["errors"]] == ["q"]
