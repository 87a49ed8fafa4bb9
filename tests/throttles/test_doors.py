"""The doors that write tell how often, and refuse what is too often."""

import itertools
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from citizen_api.app import create_app
from citizen_api.settings import BadSetting, Settings
from tests.conftest import NOON, SECRETS, close, copied, dropped
from tests.factories import database_of
from tests.pages.filling import Reader
from tests.reviews.addresses import OTHER, VENUE
from tests.reviews.phones import Phone, problem

LIMITS = "devices=3/minute,reviews=2/minute,reports=1/hour,sightings=1/hour"
TURNS = itertools.count(1)
KEYS = "SELECT scope, key FROM throttle_counts"


def strictly(url: str, limits: str = LIMITS) -> Flask:
    app = create_app(Settings(database_url=url, limits=limits, **SECRETS))
    app.config["CLOCK"] = lambda: NOON
    return app


@pytest.fixture(scope="module")
def city(server_url: str, seeded_url: str, worker: str) -> Iterator[str]:
    """The address of a city for these tests."""
    yield copied(server_url, f"seeded_{worker}", f"doors_{worker}")
    dropped(f"doors_{worker}")


@pytest.fixture(scope="module")
def service(city: str) -> Iterator[Flask]:
    """A service that allows little."""
    made = strictly(city)
    yield made
    close(made)


@pytest.fixture
def strict(service: Flask) -> Flask:
    """The same two hours later, when all windows of the test before are over."""
    start = NOON + 2 * next(TURNS) * timedelta(hours=1)
    service.config["CLOCK"] = lambda: start
    return service


def test_a_door_tells_what_is_left(strict: Flask) -> None:
    answer = strict.test_client().post("/v1/devices")

    assert answer.status_code == 201
    assert answer.headers["RateLimit"] == '"devices";r=2;t=60'
    assert answer.headers["RateLimit-Policy"] == '"devices";q=3;w=60'


def test_what_is_too_often_is_a_problem_that_says_when(strict: Flask) -> None:
    client = strict.test_client()
    for _ in range(3):
        client.post("/v1/devices")

    refused = client.post("/v1/devices", headers={"Accept-Language": "vi"})

    assert (refused.status_code, problem(refused)) == (429, "too-many-requests")
    assert refused.get_json()["retryable"] is True
    assert refused.get_json()["detail"].startswith("Bạn thử quá nhiều lần")
    assert refused.headers["Retry-After"] == "60"
    assert refused.headers["RateLimit"] == '"devices";r=0;t=60'
    assert "RateLimit" in refused.headers["Access-Control-Expose-Headers"]


def test_after_the_window_the_door_is_open_again(strict: Flask) -> None:
    client = strict.test_client()
    for _ in range(4):
        client.post("/v1/devices")

    later = strict.config["CLOCK"]() + timedelta(seconds=60)
    strict.config["CLOCK"] = lambda: later

    assert client.post("/v1/devices").status_code == 201


def test_every_process_counts_the_same(strict: Flask, city: str) -> None:
    other = strictly(city)
    other.config["CLOCK"] = strict.config["CLOCK"]
    for app in (strict, other, strict):
        assert app.test_client().post("/v1/devices").status_code == 201

    refused = other.test_client().post("/v1/devices")
    close(other)

    assert refused.status_code == 429


def test_no_address_is_kept(strict: Flask) -> None:
    strict.test_client().post("/v1/devices", environ_base={"REMOTE_ADDR": "9.8.7.6"})
    database = database_of(strict)

    kept = database.find(KEYS, {})

    assert "devices" in {scope for scope, _ in kept}
    assert {len(key) for _, key in kept} == {32}
    assert not any(b"9.8.7.6" in key for _, key in kept)


def test_another_address_is_counted_apart(strict: Flask) -> None:
    client = strict.test_client()
    for _ in range(3):
        client.post("/v1/devices")

    there = client.post("/v1/devices", environ_base={"REMOTE_ADDR": "9.8.7.6"})

    assert there.headers["RateLimit"] == '"devices";r=2;t=60'


def test_ratings_are_counted_by_the_statement_that_writes_them(strict: Flask) -> None:
    phone = Phone(strict)
    first = phone.rate(stars=5)
    again = phone.rate(stars=4, if_match="*")

    refused = phone.rate(OTHER, stars=1)

    assert first.headers["RateLimit"] == '"reviews";r=1;t=60'
    assert again.headers["RateLimit"] == '"reviews";r=0;t=60'
    assert (refused.status_code, problem(refused)) == (429, "too-many-requests")
    assert refused.headers["Retry-After"] == "60"
    assert phone.read(OTHER).status_code == 404


def test_a_rating_beyond_the_limit_changes_nothing(strict: Flask) -> None:
    phone = Phone(strict)
    phone.rate(stars=5)
    phone.rate(stars=4, if_match="*")

    for refused in (
        phone.rate(stars=1, if_match="*"),
        phone.rate("no-such-venue", stars=1),
        phone.withdraw(if_match="*"),
    ):
        assert refused.status_code == 429
    assert phone.read().get_json()["stars"] == 4


def test_another_phone_may_still_rate(strict: Flask) -> None:
    phone, other = Phone(strict), Phone(strict)
    for _ in range(3):
        phone.rate(stars=5)

    assert other.rate(stars=5).status_code == 201


def test_reports_of_a_phone_are_counted(strict: Flask) -> None:
    phone = Phone(strict)
    path, said = f"/v1/venues/{VENUE}/reports", {"kind": "closed"}
    answers = [
        phone.client.post(path, json=said, headers=phone.headers()) for _ in range(2)
    ]

    assert [answer.status_code for answer in answers] == [201, 429]
    assert answers[0].headers["RateLimit"] == '"reports";r=0;t=3600'


@pytest.mark.parametrize(
    ("path", "typed", "allowed"),
    [
        (f"/venues/{VENUE}/rate", {"stars": "4"}, 2),
        (f"/venues/{VENUE}/report", {"kind": "closed"}, 1),
    ],
)
def test_forms_count_like_apps_and_answer_with_a_page(
    strict: Flask, path: str, typed: dict[str, str], allowed: int
) -> None:
    reader = Reader(strict)
    taken = [reader.fill(path, **typed).status_code for _ in range(allowed)]

    refused = reader.fill(path, **typed)

    assert taken == [303] * allowed
    assert (refused.status_code, refused.mimetype) == (429, "text/html")
    assert "That was too often" in refused.get_data(as_text=True)
    assert refused.headers["Retry-After"]


def test_reading_is_neither_counted_nor_told(client: FlaskClient) -> None:
    answer = client.get(f"/v1/venues/{VENUE}")

    assert "RateLimit" not in answer.headers


DOORS = {
    "register_device": "devices",
    "put_my_review": "reviews",
    "delete_my_review": "reviews",
    "report_venue": "reports",
    "sight_link": "sightings",
    "report_link": "reports",
    "report_photo": "reports",
    "top_up_wallet": "topups",
    "add_review_photo": "photos",
    "add_venue_photo": "photos",
    "prove_visit": "visits",
    "break_glass": "glasses",
    "ask_export": "requests",
    "ask_erasure": "requests",
    "ask_request": "requests",
}


@pytest.mark.parametrize("name", DOORS)
def test_the_openapi_file_says_which_doors_count(
    client: FlaskClient, name: str
) -> None:
    document: dict[str, Any] = client.get("/openapi.json").get_json()
    (operation,) = (
        each
        for path in document["paths"].values()
        for each in path.values()
        if isinstance(each, dict) and each.get("operationId") == name
    )

    refusal = operation["responses"]["429"]
    assert set(refusal["headers"]) == {"Retry-After", "RateLimit", "RateLimit-Policy"}


@pytest.mark.parametrize(
    "limits",
    ["devices", "devices=0/hour", "devices=5/week", "nix=5/hour", "devices=5/hour,"],
)
def test_a_limit_that_cannot_be_read_is_refused_at_the_start(limits: str) -> None:
    settings = Settings(database_url="postgresql:///none", limits=limits, **SECRETS)

    with pytest.raises(BadSetting, match="LIMITS"):
        create_app(settings)


def test_what_is_not_changed_stays_usual(strict: Flask, city: str) -> None:
    app = strictly(city, "devices=999/minute")
    app.config["CLOCK"] = strict.config["CLOCK"]
    phone = Phone(app)
    answer = phone.rate(stars=5)
    close(app)

    assert answer.headers["RateLimit-Policy"] == '"reviews";q=6000;w=3600'
