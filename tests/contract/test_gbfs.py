"""The feeds against the official schemas, and read by programs of others."""

import json
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jsonschema import Draft7Validator, FormatChecker

from citizen_api.bikes import actions
from geo.points import Point
from tests.bikes.riding import OPERA, addresses, bikes_at, ride_off
from tests.bikes.test_feed_rules import alert
from tests.conftest import NOON, copied, dropped
from tests.factories import changing
from tests.faults.serving import served

CITYBIKES = """
import json, sys
from pybikes.gbfs import Gbfs
system = Gbfs("hai-phong", {"name": "Hải Phòng"}, sys.argv[1])
system.update()
print(json.dumps([[s.name, s.latitude, s.bikes, s.free] for s in system.stations]))
"""
STREET = actions.Where(point=Point(106.7, 20.85))
SCHEMAS = Path(__file__).parent / "gbfs"


@cache
def validator(version: str, name: str) -> Draft7Validator:
    """The official schema of a feed, its formats too."""
    schema = json.loads((SCHEMAS / f"v{version}" / f"{name}.json").read_text())
    return Draft7Validator(schema, format_checker=FormatChecker())


def faults(client: FlaskClient) -> list[str]:
    """What the schemas find wrong with any feed."""
    return [
        f"{path}: {'/'.join(map(str, error.absolute_path))}: {error.message[:200]}"
        for version, name, path in addresses(client)
        for error in validator(version, name).iter_errors(client.get(path).json)
    ]


def test_every_feed_is_as_its_schema_says(client: FlaskClient) -> None:
    assert len(list(addresses(client))) == 11 + 19
    assert faults(client) == []


def test_every_feed_is_as_its_schema_says_on_a_bad_day(fresh: Flask) -> None:
    ride_off(fresh)
    alert(fresh)
    with changing(fresh) as session:
        first, second, third, *_ = bikes_at(session, OPERA)
        actions.reserve(session, first, at=NOON)
        actions.report_fault(session, second, "bell", at=NOON)
        actions.move(session, third, STREET, at=NOON)

    assert faults(fresh.test_client()) == []


def test_the_schemas_would_find_a_fault(client: FlaskClient) -> None:
    document = client.get("/gbfs/3/station_status.json").json
    document["data"]["stations"][0]["last_reported"] = "yesterday"

    assert list(validator("3.0", "station_status").iter_errors(document))


@pytest.fixture(scope="module")
def running(server_url: str, seeded_url: str, worker: str) -> Iterator[str]:
    """A running server; its address."""
    name = f"gbfs_{worker}"
    with served(copied(server_url, f"seeded_{worker}", name), workers=1) as port:
        yield f"http://127.0.0.1:{port}"
    dropped(name)


@pytest.mark.parametrize("major", ["3", "2"])
def test_a_strangers_validator_finds_no_fault(running: str, major: str) -> None:
    words = ["--docked", "--fail-on-error", "-u", f"{running}/gbfs/{major}/gbfs.json"]
    command = [sys.executable, "-m", "gbfs_validator.cli", *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("major", ["3", "2"])
def test_citybikes_reads_every_station(running: str, major: str) -> None:
    """pybikes is what citybik.es reads the world's systems with."""
    address = f"{running}/gbfs/{major}/gbfs.json"
    command = [sys.executable, "-c", CITYBIKES, address]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    read: list[list[Any]] = json.loads(done.stdout)

    assert len(read) == 24
    by_latitude = {station[1]: station for station in read}
    name = "Vườn Hoa Tố Hữu" if major == "3" else "Tố Hữu Garden"
    assert by_latitude[20.863559] == [name, 20.863559, 10, 7]
