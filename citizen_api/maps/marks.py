"""What the base map shows: the data files as marks of vector tiles."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from shapely import MultiLineString, box, get_parts, line_merge, unary_union
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from geo.vector_tiles import Mark, flattened

ZOOMS: Final = range(7, 15)
NAMED_FROM: Final = 12
ROADS_FROM: Final = {
    "trunk": 7,
    "primary": 8,
    "secondary": 10,
    "tertiary": 11,
    "residential": 12,
}
LINKS_FROM: Final = 12
WATER_FROM: Final = {"river": 9, "canal": 12, "tidal_channel": 11}
WATER_WIDTH_M: Final = {"river": 45, "canal": 12, "tidal_channel": 40}
DRAWN_AS_LINE_M: Final = 60
"""A wider river is a polygon: half of its width would not fit a tile's margin."""
CITY_HALL: Final = "UBND thành phố"
AROUND_M: Final = 40_000
"""How much of the land around the city is shown."""
MERCATOR: Final = 1 / 0.9346
"""Metres of EPSG:3857 in a metre on the ground, at 20.83° north."""

Features = Sequence[Mapping[str, Any]]
Said = dict[str, str | int]


def marks(sources: Mapping[str, Features], widths_m: Mapping[str, int]) -> list[Mark]:
    """Everything that is drawn, from below to above.

    `sources`: features of WGS 84 by the name of their file; `widths_m`: of rivers.
    """
    city = flattened(shape(sources["boundary_city_2025"][0]["geometry"]))
    inner = sources["basemap_inner_city_osm"]
    wards = sources["boundaries_wards_2025"]
    return [
        *_land(sources["land-gshhg"], city),
        Mark("city", city, ZOOMS, {}),
        *_plain("park", inner, range(11, 15)),
        *_water(sources["waterways_osm"], widths_m),
        *_ward_lines(wards),
        *_plain("rail", inner, range(11, 15)),
        *_roads([*sources["roads_osm"], *_of_kind(inner, "road")]),
        *_labels(inner, wards),
    ]


def _land(features: Features, city: BaseGeometry) -> Iterator[Mark]:
    """Land around the city: inside it, these shores lie hundreds of metres off."""
    near = box(*city.bounds).buffer(AROUND_M, join_style="mitre")
    whole = unary_union([flattened(shape(each["geometry"])) for each in features])
    yield Mark("land", whole.intersection(near).difference(city), ZOOMS, {})


def _plain(kind: str, features: Features, zooms: range) -> Iterator[Mark]:
    for feature in _of_kind(features, kind):
        yield Mark(kind, flattened(shape(feature["geometry"])), zooms, {})


def _water(features: Features, widths_m: Mapping[str, int]) -> Iterator[Mark]:
    """Rivers as wide as they are, and the middle line of each for its name."""
    wide: list[BaseGeometry] = []
    for said, line in _merged(features, "name"):
        width = widths_m.get(str(said.get("name")), WATER_WIDTH_M[str(said["class"])])
        zooms = range(WATER_FROM[str(said["class"])], 15)
        if width > DRAWN_AS_LINE_M:
            wide.append(line.buffer(width * MERCATOR / 2))
            zooms = ZOOMS
        yield Mark("water", line, zooms, said | {"width_m": width})
    yield Mark("water", unary_union(wide), ZOOMS, {"class": "wide"})


def _ward_lines(wards: Features) -> Iterator[Mark]:
    edges = unary_union([flattened(shape(each["geometry"])).boundary for each in wards])
    yield Mark("wards", line_merge(edges), range(10, 15), {})


def _roads(features: Features) -> Iterator[Mark]:
    """Roads by class when far, which makes few lines of many; with names when near."""
    for said, line in _merged(features):
        yield Mark("roads", line, range(_road_from(said), NAMED_FROM), said)
    for said, line in _merged(features, "name", "ref"):
        yield Mark("roads", line, range(max(_road_from(said), NAMED_FROM), 15), said)


def _road_from(said: Said) -> int:
    return ROADS_FROM.get(str(said["class"]), LINKS_FROM)


def _labels(inner: Features, wards: Features) -> Iterator[Mark]:
    hall = next(each for each in inner if each["properties"].get("name") == CITY_HALL)
    said = {"class": "city", "name": "Hải Phòng"}
    yield Mark("labels", flattened(shape(hall["geometry"])), range(7, 12), said)
    for ward in wards:
        middle = flattened(shape(ward["geometry"])).representative_point()
        said = {"class": "ward", "name": ward["properties"]["name"]}
        yield Mark("labels", middle, range(10, 15), said)
    for place in _of_kind(inner, "landmark"):
        said = {"class": "landmark", "name": place["properties"]["name"]}
        yield Mark("labels", flattened(shape(place["geometry"])), range(14, 15), said)


def _of_kind(features: Features, kind: str) -> Features:
    return [each for each in features if each["properties"].get("kind") == kind]


def _merged(features: Features, *names: str) -> Iterator[tuple[Said, BaseGeometry]]:
    """Lines of the same class and names as one, so that a name fits along it."""
    lines: dict[tuple[tuple[str, str], ...], list[BaseGeometry]] = defaultdict(list)
    for feature in features:
        found = feature["properties"]
        said = {"class": _class(found)}
        said |= {name: found[name] for name in names if found.get(name)}
        lines[tuple(said.items())].append(flattened(shape(feature["geometry"])))
    for key, same in lines.items():
        yield dict(key), line_merge(MultiLineString(list(get_parts(same))))


def _class(said: Mapping[str, Any]) -> str:
    """What OSM calls a line."""
    return str(
        next(said[key] for key in ("highway", "waterway", "class") if key in said)
    )
