"""Our style: what MapLibre needs to draw the city, and people to read it."""

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from citizen_api.maps.basemap import basemap
from citizen_api.maps.palettes import PALETTES, Theme
from citizen_api.maps.schemas import THEMES
from tests.reviews.phones import problem

STYLE = "/v1/maps/style.json"
DRAWN_AS = {"background": (), "fill": ("fill",), "line": ("line",), "symbol": ("text",)}
OPERATORS = {
    "==",
    "*",
    "case",
    "coalesce",
    "exponential",
    "geometry-type",
    "get",
    "interpolate",
    "let",
    "match",
    "max",
    "min",
    "slice",
    "var",
    "zoom",
}


@pytest.fixture(params=THEMES)
def style(request: pytest.FixtureRequest, client: FlaskClient) -> dict[str, Any]:
    found: dict[str, Any] = client.get(f"{STYLE}?theme={request.param}").get_json()
    return found


def expressions(value: Any) -> list[Any]:
    """Every expression in a value; what `match` compares with is none."""
    if not isinstance(value, list) or not value or not isinstance(value[0], str):
        return []
    inner = value[2:] if value[0] == "match" else value[1:]
    parts = [part for part in inner if isinstance(part, list)]
    if value[0] == "match":
        parts = [value[1]]
    return [value, *(each for part in parts for each in expressions(part))]


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted([luminance(one), luminance(other)])
    return (light + 0.05) / (dark + 0.05)


def test_every_layer_draws_what_is_in_the_tiles(style: dict[str, Any]) -> None:
    there = {each["id"] for each in basemap("").metadata["vector_layers"]}

    drawn = {layer["source-layer"] for layer in style["layers"][1:]}

    assert drawn == there
    assert {layer.get("source", "base") for layer in style["layers"]} == {"base"}


def test_every_property_that_is_asked_for_is_in_the_tiles(
    style: dict[str, Any],
) -> None:
    layers = basemap("").metadata["vector_layers"]
    there = {each["id"]: set(each["fields"]) for each in layers}

    for layer in style["layers"][1:]:
        asked = set(re.findall(r"\['get', '(\w+)'\]", str(layer)))
        assert asked <= there[layer["source-layer"]], layer["id"]


def test_layers_are_as_the_specification_has_them(style: dict[str, Any]) -> None:
    names = [layer["id"] for layer in style["layers"]]
    assert len(names) == len(set(names))
    assert style["layers"][0]["type"] == "background"
    for layer in style["layers"]:
        prefixes = (*DRAWN_AS[layer["type"]], "symbol", "background")
        parts = {**layer["paint"], **layer.get("layout", {})}
        assert all(name.startswith(prefixes) for name in parts)
        for value in (*parts.values(), layer.get("filter")):
            said = value if value != ["Be Vietnam Pro"] else None
            assert {each[0] for each in expressions(said)} <= OPERATORS


def test_letters_are_those_of_the_page(style: dict[str, Any]) -> None:
    assert {"glyphs", "sprite"}.isdisjoint(style)
    fonts = [
        layer["layout"].get("text-font")
        for layer in style["layers"][1:]
        if layer["type"] == "symbol"
    ]
    assert fonts
    assert all(font == ["Be Vietnam Pro"] for font in fonts)


def test_addresses_are_those_of_the_city(app: Flask, style: dict[str, Any]) -> None:
    source = style["sources"]["base"]

    (tiles,) = source["tiles"]
    assert tiles == app.config["PUBLIC_URL"] + "/v1/maps/base/{z}/{x}/{y}.mvt"
    assert (source["minzoom"], source["maxzoom"]) == (7, 14)
    assert source["attribution"] == "© OpenStreetMap contributors (ODbL)"
    west, south, east, north = source["bounds"]
    lon, lat = style["center"]
    assert west < lon < east
    assert south < lat < north


@pytest.mark.parametrize("theme", THEMES)
def test_names_can_be_read(theme: Theme) -> None:
    colours = PALETTES[theme]
    for name in ("street_name", "ward_name", "landmark_name", "water_name"):
        assert contrast(getattr(colours, name), colours.halo) >= 4.5
        assert contrast(getattr(colours, name), colours.city) >= 4.5
    assert contrast(colours.water, colours.city) > 1.1


def test_it_is_light_unless_dark_is_asked_for(client: FlaskClient) -> None:
    light = client.get(f"{STYLE}?theme=light")

    assert client.get(STYLE).data == light.data
    assert client.get(f"{STYLE}?theme=dark").data != light.data


def test_a_repeat_costs_a_304(client: FlaskClient) -> None:
    tag = client.get(STYLE).headers["ETag"]

    assert client.get(STYLE, headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize("query", ["theme=blue", "theme=", "lang=xx", "z=1"])
def test_what_it_does_not_know_is_refused(client: FlaskClient, query: str) -> None:
    assert problem(client.get(f"{STYLE}?{query}")) == "invalid-request"
    as_tile = client.get(STYLE, headers={"Accept": "image/png"})
    assert problem(as_tile) == "not-acceptable"
