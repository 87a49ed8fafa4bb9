"""The pages of stations: what is where now, and what will be there on arrival."""

import re
from datetime import timedelta
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from citizen_api.bikes.models import BikeSystem
from citizen_api.bikes.queries import station
from citizen_api.bikes.records import StationSample
from tests.bikes.riding import OPERA, pass_time, ride_off, set_station
from tests.conftest import NOON
from tests.factories import changing
from tests.pages.reading import PHONE, Page
from tests.reviews.addresses import VENUE

HERE = "lat=20.857&lon=106.682"
STATION = f"/bikes/stations/{OPERA}"


def opened(client: FlaskClient, path: str) -> Page:
    answer = client.get(path, headers=PHONE)
    assert answer.status_code == 200
    return Page(answer)


def stations_of(page: Page) -> list[str]:
    found = (re.match(r"/bikes/stations/([\w-]+)", each) for each in page.links)
    return [each[1] for each in found if each]


def test_the_nearest_come_first_with_what_they_count(client: FlaskClient) -> None:
    page = opened(client, f"/bikes?{HERE}")

    assert stations_of(page)[0] == OPERA
    assert len(stations_of(page)) == 24
    assert "7 bikes room for 5" in page.text
    assert "Distances are from where you stand." in page.text


def test_a_list_says_how_old_its_counts_are_and_that_bikes_are_made_up(
    client: FlaskClient,
) -> None:
    page = opened(client, "/bikes")

    assert "Counted: just now" in page.text
    assert "the bikes on them are simulated" in page.text
    assert "Distances are from the Opera House." in page.text


def test_only_those_with_bikes_or_with_room(fresh: Flask) -> None:
    client = fresh.test_client()
    set_station(fresh, OPERA, is_renting=False)
    assert OPERA not in stations_of(opened(client, "/bikes?need=bikes"))
    assert OPERA in stations_of(opened(client, "/bikes?need=room"))

    set_station(fresh, OPERA, is_renting=True, is_returning=False)

    assert OPERA not in stations_of(opened(client, "/bikes?need=room"))
    assert OPERA in stations_of(opened(client, "/bikes?type=electric"))


def test_nobody_keeps_a_list_that_tells_where_its_reader_stands(
    client: FlaskClient,
) -> None:
    near = client.get(f"/bikes?{HERE}", headers=PHONE)
    plain = client.get("/bikes", headers=PHONE)

    assert near.headers["Cache-Control"] == "no-store"
    assert plain.headers["Cache-Control"].startswith("public, max-age=15")


@pytest.mark.parametrize(
    "query",
    ["lat=20", "lat=91&lon=1", "need=both", "type=other", "lat=nan&lon=1", "cursor=x"],
)
def test_what_cannot_be_used_is_refused(client: FlaskClient, query: str) -> None:
    answer = client.get(f"/bikes?{query}", headers=PHONE)

    assert answer.status_code in {400, 422}
    assert answer.mimetype == "text/html"


def test_a_station_tells_all_of_itself(client: FlaskClient) -> None:
    page = opened(client, STATION)

    assert "7 bikes room for 5 6 bicycles, 1 e-bike" in page.text
    assert "Simulated: the place is real" in page.text
    assert "within 150" in page.text
    assert any("openstreetmap.org/directions" in link for link in page.links)
    assert OPERA not in stations_of(page)
    assert len(stations_of(page)) == 3


def test_counts_are_those_of_the_moment(fresh: Flask) -> None:
    client = fresh.test_client()
    ride_off(fresh)

    assert "6 bikes room for 6" in opened(client, STATION).text


def test_a_station_without_bikes_says_where_there_are_some(fresh: Flask) -> None:
    set_station(fresh, OPERA, is_renting=False)

    page = opened(fresh.test_client(), STATION)

    assert "Rents no bikes now" in page.text
    assert "Nearest with bikes" in page.text
    assert len(stations_of(page)) == 3


def test_too_little_history_is_said(client: FlaskClient) -> None:
    page = opened(client, STATION)

    assert "Not enough history of this station" in page.text
    assert "Nobody has counted here" in page.text


def test_what_will_be_there_is_told_with_what_it_rests_on(fresh: Flask) -> None:
    # Long ago only the quarters of an hour are kept.
    arrival = NOON + timedelta(minutes=15)
    with changing(fresh) as session:
        place = station(session, OPERA).id
        for week in range(1, 5):
            for at in (NOON, arrival):
                told = {"at": at - timedelta(weeks=week), "bikes": 3, "docks": 9}
                session.add(StationSample(station_id=place, **told))
        for hours, bikes in ((1, 2), (20, 8)):
            told = {"at": NOON - timedelta(hours=hours), "bikes": bikes, "docks": 4}
            session.add(StationSample(station_id=place, **told))

    page = opened(fresh.test_client(), f"{STATION}?minutes=20")

    assert "At 12:20: A bike likely 83%" in page.text
    assert "on 4 earlier days (Saturday)" in page.text
    assert "Bikes: 2–8 Room: 4" in page.text


def test_counts_of_others_that_are_old_are_marked(fresh: Flask) -> None:
    with changing(fresh) as session:
        system = station(session, OPERA).system_id
        session.get_one(BikeSystem, system).ours = False
    pass_time(fresh, minutes=10)

    page = opened(fresh.test_client(), STATION)

    assert "at an unknown time not live" in page.text
    assert "room not known" in page.text


@pytest.mark.parametrize("slug", ["nowhere", "HP-005", "x" * 90, "%00"])
def test_there_is_no_such_station(client: FlaskClient, slug: str) -> None:
    answer = client.get(f"/bikes/stations/{slug}", headers=PHONE)

    assert (answer.status_code, answer.mimetype) == (404, "text/html")


@pytest.mark.parametrize("minutes", ["-1", "10081", "x", "1e3"])
def test_an_arrival_that_cannot_be_is_refused(
    client: FlaskClient, minutes: str
) -> None:
    answer = client.get(f"{STATION}?minutes={minutes}", headers=PHONE)

    assert answer.status_code == 422


def test_a_venue_tells_the_nearest_station_with_bikes(fresh: Flask) -> None:
    client = fresh.test_client()
    nearest = stations_of(opened(client, f"/venues/{VENUE}"))
    assert len(nearest) == 1

    set_station(fresh, nearest[0], is_renting=False)

    assert stations_of(opened(client, f"/venues/{VENUE}")) != nearest


def test_home_tells_where_bikes_are_and_leads_there(client: FlaskClient) -> None:
    page = opened(client, "/")

    assert "Public bikes" in page.text
    assert len(stations_of(page)) == 2
    assert "/bikes" in page.links


def test_the_map_knows_how_many_there_are(client: FlaskClient) -> None:
    html = unescape(client.get(f"/bikes?{HERE}&need=room", headers=PHONE).text)

    assert '"kind": "station"' in html
    assert '"mark": "5"' in html
    assert "/bikes/stations/hp-005?minutes=1" in html
