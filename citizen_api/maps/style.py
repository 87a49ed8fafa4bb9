"""Our MapLibre style: colours and widths, no glyphs and no sprites.

Without `glyphs` MapLibre takes the fonts that the page or the phone has.
"""

from typing import Any, Final, NamedTuple

from citizen_api.maps.palettes import PALETTES, Palette, Theme
from geo.bbox import Bbox
from geo.points import Point

FONT: Final = ["Be Vietnam Pro"]
OPERA_HOUSE: Final = Point(106.6826, 20.8570)
START_ZOOM: Final = 13
SOURCE: Final = "base"
PIXELS_A_METRE: Final = 0.2237
"""At zoom 14 and 20.85° north, where a tile is 512 pixels wide."""

Layer = dict[str, Any]
Expression = list[Any]


class Source(NamedTuple):
    """Where the tiles are: a template of addresses, and what there is."""

    tiles: str
    zooms: range
    bounds: Bbox
    attribution: str


class Road(NamedTuple):
    """How roads of some classes look: width in pixels at zoom 10, 14 and 18."""

    name: str
    classes: list[str]
    widths: tuple[float, float, float]
    colours: tuple[str, str]


def style(theme: Theme, source: Source) -> dict[str, Any]:
    """A style of version 8 for a theme."""
    colours = PALETTES[theme]
    bounds = source.bounds
    return {
        "version": 8,
        "name": f"Hải Phòng ({theme})",
        "center": [OPERA_HOUSE.lon, OPERA_HOUSE.lat],
        "zoom": START_ZOOM,
        "sources": {
            SOURCE: {
                "type": "vector",
                "tiles": [source.tiles],
                "minzoom": source.zooms.start,
                "maxzoom": source.zooms.stop - 1,
                "bounds": [bounds.west, bounds.south, bounds.east, bounds.north],
                "attribution": source.attribution,
            }
        },
        "layers": [*_ground(colours), *_roads(colours), *_names(colours)],
    }


def _ground(colours: Palette) -> list[Layer]:
    line = ["==", ["geometry-type"], "LineString"]
    return [
        {
            "id": "sea",
            "type": "background",
            "paint": {"background-color": colours.water},
        },
        _fill("land", colours.land),
        _fill("city", colours.city),
        _fill("park", colours.park),
        _line("ward-edge", "wards", colours.ward, _widths(0.6, 1, 1.5))
        | {"minzoom": 11},
        _fill("water", colours.water) | {"filter": ["==", ["get", "class"], "wide"]},
        _line("stream", "water", colours.water, _metres_wide(), line),
        _line("rail", "rail", colours.rail, _widths(1, 2, 4)),
    ]


def _roads(colours: Palette) -> list[Layer]:
    """All edges below all fills, so that crossings are open."""
    roads = [
        Road("link", LINKS, (0.4, 2.5, 12), colours.minor),
        Road("minor", ["residential"], (0.2, 2.2, 14), colours.minor),
        Road("tertiary", ["tertiary"], (0.4, 4, 18), colours.minor),
        Road("main", ["secondary", "primary"], (1, 5, 22), colours.main),
        Road("trunk", ["trunk"], (1.6, 6, 26), colours.trunk),
    ]
    return [*map(_edge, roads), *map(_surface, roads)]


LINKS: Final = ["trunk_link", "primary_link", "secondary_link", "tertiary_link"]


def _edge(road: Road) -> Layer:
    far, near, nearest = road.widths
    widths = _widths(far + 0.6, near + 1.6, nearest + 3)
    drawn = _line(f"{road.name}-edge", "roads", road.colours[1], widths, _is(road))
    return drawn | {"minzoom": 11}


def _surface(road: Road) -> Layer:
    widths = _widths(*road.widths)
    return _line(f"{road.name}-road", "roads", road.colours[0], widths, _is(road))


def _is(road: Road) -> Expression:
    return ["match", ["get", "class"], road.classes, True, False]


def _names(colours: Palette) -> list[Layer]:
    kind: Expression = ["get", "class"]
    return [
        _along("water", ["get", "name"], colours.water_name, colours.halo, (10, 12, 16))
        | {"filter": ["==", kind, "river"]},
        _along("roads", SHORT_NAME, colours.street_name, colours.halo, (9, 11, 15)),
        _at("city-name", colours.street_name, colours.halo, (16, 18, 18))
        | {"filter": ["==", kind, "city"], "maxzoom": 11.5},
        _at("landmark", colours.landmark_name, colours.halo, (10, 11, 14))
        | {"filter": ["==", kind, "landmark"], "minzoom": 14.5},
        _at("ward", colours.ward_name, colours.halo, (10, 12.5, 18))
        | {"filter": ["==", kind, "ward"], "minzoom": 10.5, "maxzoom": 16},
    ]


def _fill(name: str, colour: str) -> Layer:
    return {
        "id": name,
        "type": "fill",
        "source": SOURCE,
        "source-layer": name,
        "paint": {"fill-color": colour},
    }


def _line(
    name: str,
    layer: str,
    colour: str,
    width: Expression,
    only: Expression | None = None,
) -> Layer:
    drawn: Layer = {
        "id": name,
        "type": "line",
        "source": SOURCE,
        "source-layer": layer,
        "layout": {"line-cap": "round", "line-join": "round"},
        "paint": {"line-color": colour, "line-width": width},
    }
    return drawn if only is None else drawn | {"filter": only}


def _along(
    layer: str,
    text: Expression,
    colour: str,
    halo: str,
    sizes: tuple[float, float, float],
) -> Layer:
    """Names along the lines of a layer."""
    layout = {
        "symbol-placement": "line",
        "symbol-spacing": 280,
        "text-field": text,
        "text-font": FONT,
        "text-size": _widths(*sizes),
        "text-max-angle": 35,
    }
    return _symbol(f"{layer}-name", layer, layout, colour, halo)


# "Đường" and "Phố" are said anyway: the line is a street.
SHORT_NAME: Final[Expression] = [
    "let",
    "name",
    ["coalesce", ["get", "name"], ["get", "ref"], ""],
    [
        "case",
        ["==", ["slice", ["var", "name"], 0, 6], "Đường "],
        ["slice", ["var", "name"], 6],
        ["==", ["slice", ["var", "name"], 0, 4], "Phố "],
        ["slice", ["var", "name"], 4],
        ["var", "name"],
    ],
]


def _at(name: str, colour: str, halo: str, sizes: tuple[float, float, float]) -> Layer:
    """Names of points."""
    layout = {
        "text-field": ["get", "name"],
        "text-font": FONT,
        "text-size": _widths(*sizes),
        "text-max-width": 7,
        "text-padding": 6,
    }
    return _symbol(name, "labels", layout, colour, halo)


def _symbol(
    name: str, layer: str, layout: dict[str, Any], colour: str, halo: str
) -> Layer:
    return {
        "id": name,
        "type": "symbol",
        "source": SOURCE,
        "source-layer": layer,
        "layout": layout,
        "paint": {
            "text-color": colour,
            "text-halo-color": halo,
            "text-halo-width": 1.4,
        },
    }


def _widths(far: float, near: float, nearest: float) -> Expression:
    """Pixels at zoom 10, 14 and 18."""
    zoom: Expression = ["zoom"]
    return ["interpolate", ["exponential", 1.4], zoom, 10, far, 14, near, 18, nearest]


def _metres_wide() -> Expression:
    """As wide as it is on the ground, and a hair at least."""
    width: Expression = ["min", ["get", "width_m"], 60]
    return [
        "interpolate",
        ["exponential", 2],
        ["zoom"],
        9,
        ["max", 0.5, ["*", width, PIXELS_A_METRE / 32]],
        14,
        ["max", 1, ["*", width, PIXELS_A_METRE]],
        20,
        ["max", 1, ["*", width, PIXELS_A_METRE * 64]],
    ]
