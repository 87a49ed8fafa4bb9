"""The feeds tell of one moment, and of every bike once."""

from collections import Counter
from typing import Any

from flask import Flask
from sqlalchemy import event

from citizen_api.bikes.queries import fleet
from citizen_api.bikes.snapshot import VEHICLES
from tests.bikes.riding import OPERA, STATION_POST, feed, ride_off, vehicles
from tests.factories import database_of
from tests.rentals.people import Street

OUT = """
SELECT count(*) FILTER (WHERE state IN ('unlocking', 'active', 'paused', 'ending')),
       count(*) FILTER (WHERE state = 'review')
FROM rentals
"""


def test_what_is_written_between_the_questions_is_in_no_feed(fresh: Flask) -> None:
    database = database_of(fresh)
    client, gone = fresh.test_client(), []

    def between(connection: Any, cursor: Any, statement: str, *_: Any) -> None:
        if statement == VEHICLES and not gone:
            gone.append(OPERA)
            ride_off(fresh)

    event.listen(database.engine, "before_cursor_execute", between)
    stations = feed(client, "station_status")["stations"]
    event.remove(database.engine, "before_cursor_execute", between)

    listed = Counter(
        each["station_id"] for each in vehicles(client) if not each["is_disabled"]
    )
    told = {each["station_id"]: each["num_vehicles_available"] for each in stations}
    assert gone == [OPERA]
    assert {slug: count for slug, count in told.items() if count} == listed


def test_feeds_and_rentals_add_up_to_the_fleet(fresh: Flask) -> None:
    street = Street(fresh)
    riding, stuck, waiting, angry = (street.visitor() for _ in range(4))
    riding.riding(street.bike())
    stuck.does("report", stuck.riding(street.bike()), {"what": "Help", "stuck": True})
    angry.does("report", angry.offered(street.bike()), {"what": "No brake."})
    waiting.offered(street.bike(STATION_POST))
    client = street.later(seconds=31).app.test_client()

    stations = feed(client, "station_status")["stations"]
    available = sum(each["num_vehicles_available"] for each in stations)
    disabled = sum(each["num_vehicles_disabled"] for each in stations)
    reserved = sum(each["is_reserved"] for each in vehicles(client))
    out = street.database.find(OUT, {})[0]

    told = (available, reserved, disabled, *out, 230)
    assert (told[1:5], sum(told[:5])) == ((1, 1, 1, 1), 230)
    assert fleet(street.database) == told
