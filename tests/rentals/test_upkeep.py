"""What staff do to bikes and stations: out of use, and back again."""

from datetime import timedelta
from typing import Any

import pytest
from werkzeug.test import TestResponse

from citizen_api.roles.models import Role
from tests.bikes.riding import OPERA, feed, status
from tests.factories import last_entry, on_staff
from tests.rentals.people import Bicycle, Person, Street
from tests.wallets.people import problem

POST = "hp-019"
REASON = {"reason": "A test."}


class Operator:
    """Somebody who looks after the bikes."""

    def __init__(self, street: Street) -> None:
        self.client = street.app.test_client()
        self.headers = on_staff(street.app, Role.BIKE_OPERATOR)

    def post(self, path: str, **body: Any) -> TestResponse:
        return self.client.post(path, json=REASON | body, headers=self.headers)

    def waiting(self) -> list[str]:
        answer = self.client.get("/v1/bikes/out-of-use", headers=self.headers)
        return [each["number"] for each in answer.get_json()["items"]]


@pytest.fixture
def operator(street: Street) -> Operator:
    return Operator(street)


def test_a_reported_bike_waits_for_staff_who_mend_it(
    street: Street, rider: Person, bike: Bicycle, operator: Operator
) -> None:
    rider.does("report", rider.offered(bike), {"what": "No brake."})
    assert operator.waiting() == [bike.number]

    for _ in range(2):
        mended = operator.post(f"/v1/bikes/{bike.number}/mend", station=POST)

        assert mended.get_json() == {
            "number": bike.number,
            "type": "bicycle",
            "state": "available",
            "since": "2026-11-21T12:00:00+07:00",
            "fault": None,
            "station": POST,
        }
    assert (operator.waiting(), last_entry(street.app)["action"]) == ([], "bike.mended")
    assert rider.scan(bike.url).status_code == 201


def test_a_bike_is_carried_to_another_station(
    street: Street, bike: Bicycle, operator: Operator
) -> None:
    before = bike.row().vehicle_id

    moved = operator.post(f"/v1/bikes/{bike.number}/move", station=POST)

    assert (moved.get_json()["station"], moved.get_json()["state"]) == (
        *(POST, "available"),
    )
    assert bike.row().vehicle_id != before
    assert last_entry(street.app)["action"] == "bike.moved"


def test_a_removed_bike_is_elsewhere_until_it_is_mended(
    street: Street, rider: Person, bike: Bicycle, operator: Operator
) -> None:
    for _ in range(2):
        removed = operator.post(f"/v1/bikes/{bike.number}/remove")
        assert removed.get_json()["state"] == "removed"
    assert last_entry(street.app)["action"] == "bike.removed"
    assert problem(rider.scan(bike.url)) == "bike-not-free"

    moved = operator.post(f"/v1/bikes/{bike.number}/move", station=POST)
    assert (moved.status_code, problem(moved)) == (409, "bike-state")
    operator.post(f"/v1/bikes/{bike.number}/mend", station=POST)
    assert rider.scan(bike.url).status_code == 201


@pytest.mark.parametrize("verb", ["mend", "move", "remove"])
def test_a_bike_in_a_rental_is_left_alone(
    rider: Person, bike: Bicycle, operator: Operator, verb: str
) -> None:
    rental = rider.riding(bike)
    where = {} if verb == "remove" else {"station": POST}

    refused = operator.post(f"/v1/bikes/{bike.number}/{verb}", **where)

    assert (refused.status_code, problem(refused)) == (409, "bike-state")
    assert "force-end" in refused.get_json()["detail"]
    assert rider.state(rental) == "active"


def test_a_closed_station_rents_nothing_and_the_feeds_tell_it(
    street: Street, rider: Person, bike: Bicycle, operator: Operator
) -> None:
    until = (street.now + timedelta(hours=2)).isoformat()
    for _ in range(2):
        closed = operator.post(f"/v1/stations/{OPERA}/close", until=until)
        assert closed.get_json() == {"id": OPERA, "closed": True, "until": until}

    (alert,) = feed(operator.client, "system_alerts")["alerts"]
    assert (alert["type"], alert["station_ids"]) == ("station_closure", [OPERA])
    assert status(operator.client, OPERA)["is_renting"] is False
    assert problem(rider.scan(bike.url)) == "station-closed"
    street.later(hours=2)
    assert rider.scan(bike.url).status_code == 201


def test_a_station_is_opened_again(
    street: Street, rider: Person, bike: Bicycle, operator: Operator
) -> None:
    operator.post(f"/v1/stations/{OPERA}/close")
    assert last_entry(street.app)["action"] == "station.closed"

    opened = operator.post(f"/v1/stations/{OPERA}/reopen")

    assert opened.get_json() == {"id": OPERA, "closed": False, "until": None}
    assert feed(operator.client, "system_alerts")["alerts"] == []
    assert last_entry(street.app)["action"] == "station.reopened"
    assert rider.scan(bike.url).status_code == 201


@pytest.mark.parametrize(
    "until", ["2026-11-21T12:00:00+07:00", "2028-01-01T00:00:00+07:00"]
)
def test_a_closure_ends_after_it_begins_within_a_year(
    operator: Operator, until: str
) -> None:
    refused = operator.post(f"/v1/stations/{OPERA}/close", until=until)

    assert problem(refused) == "invalid-request"
    assert refused.get_json()["errors"][0]["pointer"] == "#/until"


@pytest.mark.parametrize(
    "path", ["bikes/HP99999/remove", "stations/nowhere/close", "stations/none/reopen"]
)
def test_what_is_not_ours_is_not_there(operator: Operator, path: str) -> None:
    assert problem(operator.post(f"/v1/{path}")) == "not-found"
