"""Fraud: every row of the table of forms, each with a test of its name."""

import re

import pytest

from citizen_api.bikes.models import Bike
from tests.bikes.riding import OPERA, addresses, path_of, set_station
from tests.factories import changing
from tests.rentals.people import Bicycle, Person, Street
from tests.wallets.people import Signing, problem, tell, transfer

POST = "hp-019"
METRES_A_DEGREE = 110_700  # of latitude, here


def test_swapped_stickers_end_free_and_flag_both(
    street: Street, rider: Person, bike: Bicycle
) -> None:
    before_me = street.bike(nth=1)
    rental = rider.riding(bike)
    street.later(seconds=110)

    said = rider.does("wrong-bike", rental, {"number": before_me.number})

    bill = said.get_json()
    assert (bill["state"], bill["price"], bill["free_for"]) == (
        *("settled", 0),
        "wrong_bike",
    )
    for each in (bike, before_me):
        assert each.row().state == "non_operational"
    street.work()
    assert street.locks.closes == [bike.number]
    assert rider.does("wrong-bike", rental, {"number": None}).status_code == 200


def test_who_names_a_bike_from_elsewhere_takes_it_from_nobody(
    street: Street, rider: Person, bike: Bicycle
) -> None:
    elsewhere = street.bike(POST)
    rental = rider.riding(bike)

    rider.does("wrong-bike", rental, {"number": elsewhere.number})

    assert elsewhere.row().state == "available"
    assert str(bike.row().fault).endswith(elsewhere.number)


def test_a_wrong_bike_is_said_twice_a_day(street: Street, rider: Person) -> None:
    for _ in range(2):
        rental = rider.riding(street.bike())
        assert rider.does("wrong-bike", rental, {}).status_code == 200
    rental = rider.riding(street.bike())

    refused = rider.does("wrong-bike", rental, {})

    assert (refused.status_code, problem(refused)) == (409, "too-many-wrong-bikes")
    assert rider.state(rental) == "active"


def test_a_bike_is_reported_until_a_day_after_the_ride(
    street: Street, rider: Person, bike: Bicycle
) -> None:
    bill, fault = rider.rides(bike, minutes=10), {"what": "The bell."}
    street.later(hours=25)
    assert problem(rider.does("report", bill["id"], fault)) == "too-late"
    assert bike.row().state == "available"

    street.later(hours=-1)
    assert rider.does("report", bill["id"], fault).status_code == 200
    assert bike.row().state == "non_operational"


def test_wrong_bike_is_said_within_two_minutes(
    street: Street, rider: Person, bike: Bicycle
) -> None:
    rental = rider.riding(bike)
    assert "wrong_bike" in rider.sees(rental)["next"]
    street.later(seconds=121)

    assert problem(rider.does("wrong-bike", rental, {})) == "too-late"
    assert rider.state(rental) == "active"


def test_a_phone_that_is_not_near_the_bike_cannot_have_it(
    street: Street, rider: Person, bike: Bicycle
) -> None:
    there = street.station(OPERA)
    near = {"lon": there.lon_e6 / 1e6, "lat": there.lat_e6 / 1e6, "accuracy_m": 10}

    far = rider.scan(bike.url, position=near | {"lat": near["lat"] + 0.01})

    assert (far.status_code, problem(far)) == (409, "too-far-from-bike")
    assert rider.scan(bike.url, position=near).status_code == 201


@pytest.mark.parametrize(("metres", "status"), [(59, 201), (61, 409)])
def test_a_phone_is_near_within_50_m_and_what_it_may_be_wrong(
    street: Street, rider: Person, bike: Bicycle, metres: int, status: int
) -> None:
    set_station(street.app, OPERA, accuracy_m=None)
    there = street.station(OPERA)
    lat = there.lat_e6 / 1e6 + metres / METRES_A_DEGREE
    position = {"lon": there.lon_e6 / 1e6, "lat": lat, "accuracy_m": 10}

    assert rider.scan(bike.url, position=position).status_code == status


def test_a_phone_that_says_to_be_very_unsure_gains_100_m(
    street: Street, rider: Person, bike: Bicycle
) -> None:
    set_station(street.app, OPERA, accuracy_m=None)
    there = street.station(OPERA)
    lat = there.lat_e6 / 1e6 + 151 / METRES_A_DEGREE
    position = {"lon": there.lon_e6 / 1e6, "lat": lat, "accuracy_m": 5000}

    assert problem(rider.scan(bike.url, position=position)) == "too-far-from-bike"


def test_a_bike_at_no_station_is_had_by_a_phone_beside_it(
    street: Street, rider: Person, bike: Bicycle
) -> None:
    with changing(street.app) as session:
        row = session.get_one(Bike, bike.id)
        row.station_id, row.lon_e6, row.lat_e6 = None, 106_600_000, 20_800_000
    there, away = {"lon": 106.6, "lat": 20.8}, {"lon": 106.6, "lat": 20.801}

    assert problem(rider.scan(bike.url, position=away)) == "too-far-from-bike"
    assert rider.scan(bike.url, position=there).status_code == 201


@pytest.mark.parametrize(
    "link", ["https://pay.example/b/AAAAAAAAAAAAAAAAAAAAAA", "http://127.0.0.1/b/x"]
)
def test_a_pay_link_pasted_over_is_not_ours(rider: Person, link: str) -> None:
    refused = rider.scan(link)

    assert (refused.status_code, problem(refused)) == (422, "foreign-code")
    assert "Location" not in refused.headers


def test_guessing_codes_is_stopped_and_tells_nothing(
    street: Street, rider: Person, bike: Bicycle
) -> None:
    guesses = [rider.scan("A" * 21 + letter) for letter in "abcdefghij"]
    assert {problem(each) for each in guesses} == {"unknown-bike"}
    bodies = {each.get_json()["detail"] for each in guesses}

    stopped = rider.scan(bike.url)

    assert len(bodies) == 1
    assert (stopped.status_code, problem(stopped)) == (429, "too-many-requests")
    assert int(stopped.headers["Retry-After"]) > 0


def test_free_time_is_not_chained_by_short_rides(street: Street, rider: Person) -> None:
    def short() -> int:
        bill = rider.rides(street.bike(OPERA), OPERA, seconds=100)
        return int(bill["price"])

    assert short() == 0
    assert short() == 5_000  # within ten minutes of the free one
    for _ in range(2):
        street.later(minutes=11)
        assert short() == 0
    street.later(minutes=11)
    assert short() == 5_000  # the fourth of the day


def test_a_phone_cannot_say_where_the_bike_is(
    street: Street, rider: Person, bike: Bicycle
) -> None:
    rental = rider.riding(bike)
    bike.closes(None, lon=106.60, lat=20.80)

    assert problem(rider.does("end", rental, {"station": POST})) == "not-taken-back"


def test_locking_out_others_by_reserving(street: Street, rider: Person) -> None:
    bike = street.bike()
    for _ in range(2):
        rental = rider.offered(bike)
        street.later(minutes=16)
        assert rider.state(rental) == "expired"
        street.now -= street.now - street.rental(rental).reserved_at
    assert problem(rider.scan(bike.url)) == "too-many-reservations"
    for nth in (2, 3, 4):
        rider.does("cancel", rider.offered(street.bike(nth=nth)))

    refused = rider.scan(street.bike(POST).url)
    assert (refused.status_code, problem(refused)) == (409, "too-many-reservations")
    assert rider.scan(street.later(hours=25).bike(POST).url).status_code == 201


def test_a_top_up_reversed_after_the_ride_was_never_lent(
    street: Street, bike: Bicycle
) -> None:
    """Money is there once the bank has it, each transaction of it once."""
    poor = street.visitor(0)
    purpose = poor.wallet.ask(50_000).get_json()["transfer"]["purpose"]
    assert problem(poor.scan(bike.url)) == "balance-too-low"

    paid = transfer(purpose, 50_000, "FT-OF-ONE-TOP-UP")
    for event in ("evt_first", "evt_again"):
        assert tell(street.app, paid, Signing(event=event)).status_code == 200

    assert poor.balance == 50_000
    assert poor.scan(bike.url).status_code == 201


def test_no_feed_tells_of_riders_plates_or_locks(
    street: Street, rider: Person, bike: Bicycle
) -> None:
    old = str(bike.row().vehicle_id)
    bill = rider.rides(bike, minutes=10)
    rider.riding(street.bike())
    client, row = street.app.test_client(), bike.row()
    secrets = {row.number, row.token, row.code, bill["id"], old}
    secrets |= {str(command) for _, command in street.locks.commands}
    resident = street.rider()
    resident.riding(street.bike())
    secrets |= {str(resident.wallet.owner.person)}
    street.later(minutes=6)

    for _, _, path in addresses(client):
        told = client.get(path_of(path)).text
        assert not [each for each in secrets if each in told], path
        assert not re.search(r'"[^"]*(person|device|rider|phone|lock)[^"]*":', told)
