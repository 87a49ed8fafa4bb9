"""GDAL, which QGIS reads with, takes venues and stations straight from the address."""

import csv
import json
import os
import shutil
import subprocess
from collections.abc import Iterator

import pytest

from tests.conftest import copied, dropped
from tests.faults.serving import served

COUNTS = {"venues": 100, "stations": 24}
FIELDS = {
    "venues": {"name": "String", "accuracy_m": "Integer", "dishes": "StringList"},
    "stations": {"name_vi": "String", "capacity": "Integer", "system": "String"},
}
REACHED = ["", "/vsicurl/"]


@pytest.fixture(scope="module")
def gdal() -> None:
    """The programs of GDAL; in CI they must be there."""
    if not (shutil.which("ogrinfo") and shutil.which("ogr2ogr")):
        reason = "no GDAL on this machine: apt-get install gdal-bin"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)


@pytest.fixture(scope="module")
def base(gdal: None, server_url: str, seeded_url: str, worker: str) -> Iterator[str]:
    """The address of a running server."""
    name = f"open_data_{worker}"
    with served(copied(server_url, f"seeded_{worker}", name)) as port:
        yield f"http://127.0.0.1:{port}/v1"
    dropped(name)


def run(*words: str) -> str:
    """What a program prints; nothing may go wrong."""
    done = subprocess.run(words, capture_output=True, text=True, timeout=60, check=True)
    assert "ERROR" not in done.stderr, done.stderr
    return done.stdout


@pytest.mark.parametrize("way", REACHED)
@pytest.mark.parametrize("name", COUNTS)
def test_ogrinfo_sees_a_layer_of_points(base: str, name: str, way: str) -> None:
    told = run("ogrinfo", "-ro", "-al", "-so", f"{way}{base}/datasets/{name}.geojson")

    assert f"Layer name: {name}" in told
    assert f"Feature Count: {COUNTS[name]}" in told
    assert "Geometry: Point" in told
    assert 'GEOGCRS["WGS 84"' in told
    for field, kind in FIELDS[name].items():
        assert f"\n{field}: {kind}" in told


def test_a_search_is_a_layer_for_who_asks_for_geojson(base: str) -> None:
    asked = ("--config", "GDAL_HTTP_HEADERS", "Accept: application/geo+json")
    found = f"/vsicurl/{base}/venues?limit=100"

    told = run("ogrinfo", *asked, "-ro", "-al", "-so", found)

    assert "Feature Count: 100" in told
    assert "Geometry: Point" in told
    assert "\nname: String" in told


@pytest.mark.parametrize("name", COUNTS)
def test_ogr2ogr_copies_what_we_say(base: str, name: str) -> None:
    url = f"{base}/datasets/{name}.geojson"
    copied_lines = run("ogr2ogr", "-f", "GeoJSONSeq", "/vsistdout/", url).splitlines()

    rows = [json.loads(line) for line in copied_lines]
    said = json.loads(run("curl", "-sf", url))["features"]
    assert len(rows) == len(said)
    for row, ours in zip(rows, said, strict=True):
        assert row["geometry"] == ours["geometry"]
        assert {"id": row["id"], **row["properties"]} == ours["properties"]


def test_ogr2ogr_turns_it_into_metres(base: str) -> None:
    words = ("-f", "CSV", "-t_srs", "EPSG:32648", "-lco", "GEOMETRY=AS_XY")
    url = f"{base}/datasets/stations.geojson"
    rows = list(csv.DictReader(run("ogr2ogr", *words, "/vsistdout/", url).splitlines()))

    assert len(rows) == COUNTS["stations"]
    for row in rows:
        assert 600_000 < float(row["X"]) < 760_000
        assert 2_200_000 < float(row["Y"]) < 2_400_000


def test_a_table_is_read_with_its_places(base: str) -> None:
    options = ["X_POSSIBLE_NAMES=lon", "Y_POSSIBLE_NAMES=lat"]
    words = [word for option in options for word in ("-oo", option)]
    told = run(
        "ogrinfo", "-ro", "-al", "-so", *words, f"/vsicurl/{base}/datasets/venues.csv"
    )

    assert f"Feature Count: {COUNTS['venues']}" in told
    assert "Geometry: Point" in told
