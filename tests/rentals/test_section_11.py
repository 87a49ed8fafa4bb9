"""What goes wrong, row by row of the table of cases: riders, returns, retries."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from citizen_api.bikes import queries as bikes
from tests.bikes.riding import OPERA, set_station, status
from tests.factories import changing
from tests.rentals.people import Bicycle, Person, Street, charges, fresh_key
from tests.wallets.people import problem

POST = "hp-019"


def test_two_riders_one_bike(street: Street, rider: Person, bike: Bicycle) -> None:
    other = street.visitor()
    rental = rider.offered(bike)

    refused = other.scan(bike.url)

    assert (refused.status_code, problem(refused)) == (409, "bike-not-free")
    assert "Somebody has this bike" in refused.get_json()["detail"]
    assert rider.does("unlock", rental).status_code == 200
    assert problem(other.scan(bike.code)) == "bike-not-free"


def test_one_rider_two_phones(street: Street, rider: Person) -> None:
    two = [street.bike(nth=0), street.bike(nth=1)]

    with ThreadPoolExecutor(2) as threads:
        answers = list(threads.map(lambda each: rider.scan(each.url), two))

    assert sorted(each.status_code for each in answers) == [201, 409]
    assert {problem(e) for e in answers if e.status_code == 409} == {"rental-open"}


def test_one_rider_a_group_ticket(street: Street, rider: Person) -> None:
    assert rider.post("/v1/group-tickets", {"bikes": 2}).status_code == 201
    every = [rider.scan(street.bike().url) for _ in range(3)]

    assert [each.status_code for each in every] == [201, 201, 409]
    mine = rider.get("/v1/me/rental").get_json()
    assert (mine["rental"]["state"], len(mine["others"])) == ("reserved", 1)


def test_a_group_needs_money_for_each_bike(street: Street) -> None:
    poor = street.visitor(15_000)

    assert problem(poor.post("/v1/group-tickets", {"bikes": 2})) == "balance-too-low"


def test_last_bike_at_a_station(street: Street) -> None:
    slug = "hp-005"
    riders = []
    while True:
        with changing(street.app) as session:
            left = session.scalar(
                text(
                    "SELECT count(*) FROM bikes b JOIN stations s ON s.id = station_id"
                    " WHERE s.slug = :slug AND state = 'available'"
                    " AND type_id = 'bicycle'"
                ),
                {"slug": slug},
            )
        if not left:
            break
        someone = street.visitor()
        riders.append(someone.riding(street.bike(slug)))
    counted = status(street.app.test_client(), slug)

    assert riders
    assert counted["num_vehicles_available"] >= 0
    fleet = bikes.fleet(street.database)
    assert sum(fleet[:5]) == fleet.total
    assert fleet.on_trip == len(riders)


def test_return_at_a_full_station_of_marks(
    street: Street, rider: Person, bike: Bicycle
) -> None:
    set_station(street.app, POST, capacity=0)

    bill = rider.rides(bike, POST, minutes=10)

    assert (bill["state"], bill["overfull"]) == ("settled", True)
    assert bike.row().station_id == street.station(POST).id


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"capacity": 0, "is_virtual": False}, "full"),
        ({"is_returning": False}, "closed"),
    ],
)
def test_return_where_it_is_refused_gives_free_minutes_and_the_nearest(
    street: Street, rider: Person, bike: Bicycle, values: dict[str, object], why: str
) -> None:
    set_station(street.app, POST, **values)
    rental = rider.riding(bike)
    street.later(minutes=29)
    bike.closes(POST)

    refused = rider.does("end", rental)

    assert (refused.status_code, problem(refused)) == (409, "not-taken-back")
    assert "15 free minutes" in refused.get_json()["detail"]
    seen = rider.sees(rental)
    assert (seen["state"], seen["refused_for"], seen["free_minutes"]) == (
        *("paused", why),
        15,
    )
    assert len(seen["nearest"]) == 3
    rider.does("resume", rental)
    bike.opens()
    bike_bill = (
        street.later(minutes=16) and bike.closes(OPERA) and rider.does("end", rental)
    )
    assert bike_bill.get_json()["price"] == 5_000  # 45 minutes, of which 15 are free


def test_retry_of_unlock(street: Street, rider: Person, bike: Bicycle) -> None:
    rental, key = rider.offered(bike), {"Idempotency-Key": fresh_key()}

    first = rider.does("unlock", rental, **key)
    again = rider.does("unlock", rental, **key)
    without = rider.does("unlock", rental)

    assert again.get_data() == first.get_data()
    assert without.get_json()["state"] == "unlocking"
    assert len({command for _, command in street.locks.commands}) == 1


def test_retry_of_a_scan_with_another_body(
    street: Street, rider: Person, bike: Bicycle
) -> None:
    key = fresh_key()
    first = rider.scan(bike.url, key=key)
    again = rider.scan(bike.url, key=key)

    assert (first.status_code, again.get_data()) == (201, first.get_data())
    other = rider.scan(street.bike().url, key=key)
    assert (other.status_code, problem(other)) == (422, "idempotency-key-reused")


def test_retry_while_the_first_is_in_progress(
    street: Street, rider: Person, bike: Bicycle
) -> None:
    rental, key = rider.offered(bike), {"Idempotency-Key": fresh_key()}
    seen = []

    def meanwhile(*_: object) -> None:
        street.locks.meanwhile = lambda *_: None
        seen.append(rider.does("unlock", rental, **key))

    street.locks.meanwhile = meanwhile
    assert rider.does("unlock", rental, **key).status_code == 200

    assert (seen[0].status_code, problem(seen[0])) == (409, "in-progress")
    assert seen[0].get_json()["retryable"] is True


def test_answer_lost_app_restarted(rider: Person, bike: Bicycle) -> None:
    rental = rider.riding(bike)

    mine = rider.get("/v1/me/rental").get_json()
    assert (mine["rental"]["id"], mine["rental"]["state"]) == (rental, "active")

    rider.street.later(minutes=20)
    bike.closes(POST)
    bills = [rider.does("end", rental) for _ in range(3)]
    assert {each.status_code for each in bills} == {200}
    assert len({each.get_data() for each in bills}) == 1
    assert charges(rider.street) == 1
    assert rider.get("/v1/me/rental").get_json()["last"]["price"] == 5_000
