"""citizen basemap."""

import json
from collections.abc import Callable, Iterator
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any
from unicodedata import normalize

import click

import seeds
from citizen_api.maps.basemap import PACKAGED
from citizen_api.maps.marks import ZOOMS, marks
from citizen_api.settings import OPENSTREETMAP
from geo.archive import write
from geo.bbox import Bbox
from geo.tiles import Tile
from geo.vector_tiles import Mark, cut, packed

DATA = Path(seeds.__file__).parent / "data"
FEATURES = (
    "basemap/basemap_inner_city_osm.geojson",
    "basemap/boundary_city_2025.geojson",
    "basemap/land-gshhg.geojson",
    "basemap/roads_osm.geojson",
    "basemap/waterways_osm.geojson",
    "boundaries_wards_2025.geojson",
)
WIDTHS = "basemap/river_widths.json"
KINDS = {str: "String", int: "Number"}  # as TileJSON has them


@click.group("basemap")
def command() -> None:
    """Make the map that lies under the venues."""


@command.command("build")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    default=PACKAGED,
    help="Where to write; the file of the package when left out.",
)
def build(out: Path) -> None:
    """Build the base map from the data files: vector tiles in one PMTiles file.

    The same files give the same map. MAP_TILES_FILE names another one to serve.
    """
    content = built(DATA, click.echo)
    # A server may have the old file mapped: it keeps that one whole.
    new = out.with_name(f"{out.name}.new")
    new.write_bytes(content)
    new.replace(out)
    click.echo(f"{out}: {len(content) / 1e6:.1f} MB")


def built(data: Path, report: Callable[[str], None]) -> bytes:
    """The file that a folder of data makes."""
    found = {Path(name).stem: read(data / name) for name in FEATURES}
    drawn = marks(
        {name: each["features"] for name, each in found.items()},
        read(data / WIDTHS)["widths_m"],
    )
    city = found["boundary_city_2025"]["features"][0]["geometry"]
    file = BytesIO()
    write(file, tiles(drawn, report), bounds=box(city), metadata=metadata(data, drawn))
    return file.getvalue()


def tiles(
    drawn: list[Mark], report: Callable[[str], None]
) -> Iterator[tuple[Tile, bytes]]:
    """Every tile, packed; each zoom is reported when it is done."""
    for z in ZOOMS:
        count = size = 0
        for tile, content in cut(drawn, z):
            small = packed(content)
            count, size = count + 1, size + len(small)
            yield tile, small
        report(f"zoom {z:2}: {count:5,} tiles, {size / 1000:6,.0f} kB")


def metadata(data: Path, drawn: list[Mark]) -> dict[str, Any]:
    """What the file says of itself: layers, whom to name, and what it was made of."""
    fields: dict[str, dict[str, str]] = {}
    for mark in drawn:
        said = {name: KINDS[type(value)] for name, value in mark.said.items()}
        fields.setdefault(mark.layer, {}).update(said)
    return {
        "name": "Hải Phòng",
        "attribution": OPENSTREETMAP,
        "vector_layers": [
            {"id": name, "fields": each} for name, each in fields.items()
        ],
        "sources": hashes(data),
    }


def hashes(data: Path) -> dict[str, str]:
    """SHA-256 of each source, by its name."""
    return {
        name: sha256((data / name).read_bytes()).hexdigest()
        for name in (*FEATURES, WIDTHS)
    }


def read(file: Path) -> dict[str, Any]:
    """A JSON object, in NFC."""
    found: dict[str, Any] = json.loads(normalize("NFC", file.read_text("utf-8")))
    return found


def box(city: dict[str, Any]) -> Bbox:
    """The box of a MultiPolygon."""
    places = [place for part in city["coordinates"] for ring in part for place in ring]
    lons, lats = zip(*places, strict=True)
    return Bbox(min(lons), min(lats), max(lons), max(lats))
