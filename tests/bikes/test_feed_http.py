"""How the feeds are served."""

import gzip
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import orjson
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text

from citizen_api.bikes.models import BikeSystem
from tests.bikes.riding import addresses, pass_time, ride_off, status
from tests.conftest import NOON, close, make_app
from tests.factories import changing, database_of
from tests.reviews.phones import problem

STATUS = "/gbfs/3/station_status.json"


def test_addresses_are_those_of_the_settings_whatever_the_host(
    client: FlaskClient,
) -> None:
    answer = client.get("/gbfs/3/gbfs.json", headers={"Host": "evil.example"})

    assert "evil" not in answer.text
    for each in answer.json["data"]["feeds"]:
        assert each["url"].startswith("http://127.0.0.1:8000/gbfs/3/")


def test_every_feed_is_there_for_anybody(client: FlaskClient) -> None:
    for version, _, path in addresses(client):
        answer = client.get(path, headers={"Origin": "https://map.example"})
        assert answer.status_code == 200
        assert answer.mimetype == "application/json"
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "Set-Cookie" not in answer.headers
        assert answer.json["version"] == version
        assert b"\r" not in answer.data
        age = answer.headers["Cache-Control"].removeprefix("public, max-age=")
        assert 0 <= int(age) <= answer.json["ttl"]


def test_a_feed_may_be_had_packed(client: FlaskClient) -> None:
    packed = client.get(STATUS, headers={"Accept-Encoding": "gzip"})
    plain = client.get(STATUS)

    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"
    assert gzip.decompress(packed.data) == plain.data
    assert packed.headers["ETag"] != plain.headers["ETag"]


@pytest.mark.parametrize("encoding", ["gzip", "identity"])
def test_the_same_again_costs_no_body(client: FlaskClient, encoding: str) -> None:
    asked = {"Accept-Encoding": encoding}
    first = client.get(STATUS, headers=asked)

    again = client.get(STATUS, headers=asked | {"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]


def test_a_feed_stays_as_it_is_for_its_ttl(fresh: Flask) -> None:
    client = fresh.test_client()
    first = client.get(STATUS)

    ride_off(fresh)
    pass_time(fresh, seconds=29)
    kept = client.get(STATUS)
    pass_time(fresh, seconds=30)
    newer = client.get(STATUS)

    assert kept.data == first.data
    assert kept.headers["Cache-Control"] == "public, max-age=1"
    assert newer.headers["ETag"] != first.headers["ETag"]
    assert newer.json["last_updated"] == "2026-11-21T12:00:30+07:00"


def test_every_process_serves_the_same_bytes(fresh: Flask, fresh_url: str) -> None:
    other = make_app(fresh_url)
    first = fresh.test_client().get(STATUS)

    ride_off(fresh)
    second = other.test_client().get(STATUS)
    close(other)

    assert second.data == first.data


def test_a_clock_that_runs_behind_makes_nothing_anew(
    fresh: Flask, fresh_url: str
) -> None:
    other = make_app(fresh_url)
    other.config["CLOCK"] = lambda: NOON - timedelta(seconds=2)
    first = fresh.test_client().get(STATUS)

    behind = other.test_client().get(STATUS)
    close(other)

    assert behind.data == first.data
    assert behind.headers["Cache-Control"] == "public, max-age=30"


def test_of_many_processes_one_makes_the_feeds(fresh: Flask, fresh_url: str) -> None:
    apps = [make_app(fresh_url) for _ in range(4)]
    clients = [app.test_client() for app in apps]

    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda each: each.get(STATUS), clients))
    for app in apps:
        close(app)

    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.data for answer in answers}) == 1


def test_both_status_feeds_are_of_one_look(fresh: Flask) -> None:
    client = fresh.test_client()
    before = status(client, "hp-005")["num_vehicles_available"]
    ride_off(fresh)

    listed = client.get("/gbfs/3/vehicle_status.json").json["data"]["vehicles"]

    assert len([v for v in listed if v.get("station_id") == "hp-005"]) == before


def test_two_hundred_requests_of_one_client_pass(client: FlaskClient) -> None:
    assert {client.get(STATUS).status_code for _ in range(200)} == {200}


def test_a_reader_may_add_what_it_likes_to_the_address(client: FlaskClient) -> None:
    assert client.get(f"{STATUS}?t=17").data == client.get(STATUS).data


@pytest.mark.parametrize(
    "path",
    [
        "/gbfs/3/manifest.json",
        "/gbfs/3/free_bike_status.json",
        "/gbfs/2/vehicle_status.json",
        "/gbfs/2/station_information.json",
        "/gbfs/2/fr/station_information.json",
        "/gbfs/2/vi/gbfs.json",
        "/gbfs/3/vi/station_information.json",
        "/gbfs/1/gbfs.json",
        "/gbfs/3/%E1%BA%A1.json",
        "/gbfs/3/station_status",
        "/gbfs/2/%0d%0aX:y/station_information.json",
    ],
)
def test_what_is_no_feed_is_not_found(client: FlaskClient, path: str) -> None:
    answer = client.get(path)

    assert answer.status_code == 404
    assert problem(answer) == "not-found"


def test_a_feed_cannot_be_written(client: FlaskClient) -> None:
    assert client.post(STATUS).status_code == 405


def test_a_page_says_where_the_feeds_are(client: FlaskClient) -> None:
    page = client.get("/").text

    address = "/gbfs/3/gbfs.json"
    assert f'<link rel="gbfs" type="application/json" href="{address}">' in page


def end_on(app: Flask, day: str) -> None:
    with changing(app) as session:
        ours = session.scalars(select(BikeSystem).where(BikeSystem.ours)).one()
        ours.facts = ours.facts | {"termination_date": day}


def test_a_system_that_ended_is_told_of_for_thirty_days(fresh: Flask) -> None:
    end_on(fresh, "2026-10-22")
    client = fresh.test_client()

    facts = client.get("/gbfs/3/system_information.json").json["data"]
    assert facts["termination_date"] == "2026-10-22"
    assert not status(client, "hp-005")["is_renting"]


def test_a_system_that_ended_long_ago_is_gone(fresh: Flask) -> None:
    end_on(fresh, "2026-10-21")
    client = fresh.test_client()

    for path in ("/gbfs/3/gbfs.json", "/gbfs/2/gbfs.json", STATUS):
        answer = client.get(path)
        assert answer.status_code == 410
        assert problem(answer) == "bike-system-closed"


def test_a_city_without_bikes_has_no_feeds(fresh: Flask) -> None:
    with changing(fresh) as session:
        session.execute(text("UPDATE bike_systems SET ours = false"))

    assert fresh.test_client().get("/gbfs/3/gbfs.json").status_code == 404


def test_what_was_kept_is_lost_without_harm(fresh: Flask) -> None:
    client = fresh.test_client()
    client.get(STATUS)
    database = database_of(fresh)
    with database.sessions.begin() as session:
        session.execute(text("TRUNCATE bike_feeds"))
    pass_time(fresh, seconds=31)

    assert orjson.loads(client.get(STATUS).data)["ttl"] == 30
