"""The clock is the city's, whatever the machine believes of its own place."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from citizen_api.http.clock import now, today
from tests.conftest import NOON

CITY = timedelta(hours=7)


@pytest.fixture(params=["America/Los_Angeles", "Pacific/Kiritimati"])
def elsewhere(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, app: Flask
) -> Iterator[Flask]:
    """The service on a machine of another time zone; its clock goes."""
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    del app.config["CLOCK"]
    yield app
    app.config["CLOCK"] = lambda: NOON
    monkeypatch.undo()
    time.tzset()


def test_a_card_tells_the_time_of_the_city(elsewhere: Flask) -> None:
    said = elsewhere.test_client().get("/v1/around?lat=20.8561&lon=106.6822").json["at"]

    moment = datetime.fromisoformat(said)
    assert moment.utcoffset() == CITY
    assert abs(datetime.now(UTC) - moment) < timedelta(minutes=2)


def test_the_day_is_that_of_the_city(elsewhere: Flask) -> None:
    before = (datetime.now(UTC) + CITY).date()

    with elsewhere.app_context():
        found, moment = today(), now()

    assert found in (before, (datetime.now(UTC) + CITY).date())
    assert moment.utcoffset() == CITY
