"""The files as files: parts, validators, packing, and what they hold."""

import csv
import io
import json
from gzip import decompress
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from citizen_api.datasets.catalogue import DATASETS
from citizen_api.datasets.files import Files
from citizen_api.datasets.resources import EXTENSION
from tests.factories import Stall, Told, build
from tests.reviews.phones import problem
from tests.sync.changing import brought_up, change

GZIP = {"Accept-Encoding": "gzip"}
CSV = "/v1/datasets/venues.csv"
FORMULA = '=HYPERLINK("http://evil.example","click")'


def table(client: FlaskClient, name: str) -> list[dict[str, str]]:
    """The rows of a table by column."""
    text = client.get(f"/v1/datasets/{name}.csv").data.decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def features(client: FlaskClient, name: str) -> list[dict[str, Any]]:
    """The features of a collection."""
    found = json.loads(client.get(f"/v1/datasets/{name}.geojson").data)
    assert found["type"] == "FeatureCollection"
    listed: list[dict[str, Any]] = found["features"]
    return listed


@pytest.mark.parametrize("name", DATASETS)
def test_a_table_has_a_row_for_each_thing(client: FlaskClient, name: str) -> None:
    rows = table(client, name)

    assert len(rows) > 20
    assert {row["licence"] for row in rows} == {DATASETS[name].licence.id}
    assert not any(None in row or None in row.values() for row in rows)


@pytest.mark.parametrize(
    "name", [name for name, each in DATASETS.items() if "geojson" in each.formats]
)
def test_a_map_has_the_same_things_as_the_table(client: FlaskClient, name: str) -> None:
    rows, found = table(client, name), features(client, name)

    assert len(found) == len(rows)
    assert len({each["id"] for each in found}) == len(found)
    for row, each in zip(rows, found, strict=True):
        lon, lat = each["geometry"]["coordinates"] if each["geometry"] else ("", "")
        assert [row["lon"], row["lat"]] == [str(lon), str(lat)]
        assert row.keys() == each["properties"].keys() | {"lon", "lat", "licence"}
        assert lon == "" or (105 < lon < 109 and 19 < lat < 22)


def test_a_map_is_as_the_standard_has_it(client: FlaskClient) -> None:
    found = json.loads(client.get("/v1/datasets/stations.geojson").data)

    assert "crs" not in found
    assert found["licence"].startswith("https://opendatacommons.org/")
    for each in found["features"]:
        assert each.keys() == {"type", "id", "geometry", "properties"}
        assert each["geometry"]["type"] == "Point"


def test_every_price_says_where_it_comes_from(client: FlaskClient) -> None:
    rows = table(client, "prices")

    assert all(row["source"] and row["source_title"] for row in rows)
    assert all(row["min_vnd"].isdigit() for row in rows)


def test_hours_say_where_they_come_from_and_from_when(client: FlaskClient) -> None:
    known = [row for row in table(client, "venues") if row["opening_hours"]]

    assert known
    assert all(row["hours_source"] for row in known)
    assert any(row["hours_checked_at"] for row in known)


def test_only_the_head_is_sent_when_it_alone_is_asked_for(client: FlaskClient) -> None:
    head, whole = client.head(CSV), client.get(CSV)

    assert head.data == b""
    assert int(head.headers["Content-Length"]) == len(whole.data)
    assert head.headers["ETag"] == whole.headers["ETag"]


def test_a_repeat_is_not_sent_again_packed_or_not(client: FlaskClient) -> None:
    for headers in ({}, GZIP):
        tag = client.get(CSV, headers=headers).headers["ETag"]
        again = client.get(CSV, headers={**headers, "If-None-Match": tag})
        assert (again.status_code, again.data) == (304, b"")


def test_packed_is_the_same_under_another_tag(client: FlaskClient) -> None:
    packed, plain = client.get(CSV, headers=GZIP), client.get(CSV)

    assert decompress(packed.data) == plain.data
    assert packed.headers["ETag"] != plain.headers["ETag"]
    refused = client.get(CSV, headers={"Accept-Encoding": "gzip;q=0"})
    assert refused.data == plain.data


@pytest.mark.parametrize("part", ["0-0", "5-99", "1000-", "-100"])
def test_a_part_is_what_stands_there(client: FlaskClient, part: str) -> None:
    whole = client.get(CSV).data

    answer = client.get(CSV, headers={"Range": f"bytes={part}"})

    first, _, last = part.partition("-")
    start = int(first) if first else len(whole) - int(last)
    end = int(last) + 1 if first and last else len(whole)
    assert (answer.status_code, answer.data) == (206, whole[start:end])
    assert answer.headers["Content-Range"] == f"bytes {start}-{end - 1}/{len(whole)}"


def test_a_part_that_is_not_there_is_refused(client: FlaskClient) -> None:
    answer = client.get(CSV, headers={"Range": "bytes=99999999-"})

    assert (answer.status_code, problem(answer)) == (416, "no-such-range")
    assert answer.headers["Content-Range"].startswith("bytes */")


def test_a_part_of_what_has_changed_is_the_whole(client: FlaskClient) -> None:
    headers = {"Range": "bytes=0-9", "If-Range": '"another"'}

    answer = client.get(CSV, headers=headers)

    assert answer.status_code == 200
    assert len(answer.data) > 10


@pytest.fixture
def city(fresh: Flask) -> Flask:
    """A city whose files are made anew at each change."""
    fresh.extensions[EXTENSION] = Files("http://127.0.0.1:8000", good_for_s=0)
    return fresh


def test_names_cannot_become_formulas(city: Flask) -> None:
    build(
        city,
        *(Stall(name=name) for name in (FORMULA, "+84 225 3", "-1", "@x", "Bún – cá")),
    )
    brought_up(city)

    rows = table(city.test_client(), "venues")

    names = {row["name"] for row in rows if row["id"].startswith("test-")}
    assert names == {f"'{FORMULA}", "'+84 225 3", "'-1", "'@x", "Bún – cá"}


def test_a_change_makes_another_file_and_the_reader_of_the_old_one_goes_on(
    city: Flask,
) -> None:
    client = city.test_client()
    old = client.get(CSV, buffered=False)
    build(city, Stall(name="Quán mới", serves={"nem-cua-be": [Told(30_000)]}))
    brought_up(city)

    new = client.get(CSV)

    assert "Quán mới" in new.data.decode()
    assert new.headers["ETag"] != old.headers["ETag"]
    assert "Quán mới" not in old.data.decode()
    assert any(row["venue"] == "Quán mới" for row in table(client, "prices"))


def test_an_empty_dataset_is_a_head_and_an_empty_list(city: Flask) -> None:
    change(city, "UPDATE stations SET removed_at = now()")
    brought_up(city)
    client = city.test_client()

    assert table(client, "stations") == []
    assert features(client, "stations") == []
    assert client.get("/v1/datasets/stations.csv").data.startswith(b"id,name_vi,")


def test_before_anything_was_made_one_is_told_to_wait(city: Flask) -> None:
    change(city, "DELETE FROM sync_versions")

    for path in (CSV, "/v1/datasets"):
        answer = city.test_client().get(path)
        assert (answer.status_code, problem(answer)) == (503, "unavailable")
