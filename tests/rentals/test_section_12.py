"""Fraud: every row of the table of forms, each with a test of its name."""

import pytest

from citizen_api.roles.models import Role
from tests.bikes.riding import OPERA, addresses, path_of
from tests.factories import on_staff
from tests.rentals.people import Bicycle, Person, Street
from tests.wallets.people import problem

POST = "hp-019"


def test_swapped_stickers_end_free_and_flag_both(
    street: Street, rider: Person, bike: Bicycle
) -> None:
    before_me = street.bike(POST)
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


def test_insiders_need_a_second_person_above_a_sum(
    street: Street, rider: Person, bike: Bicycle
) -> None:
    bill = rider.rides(bike, hours=3)
    one = on_staff(street.app, Role.BIKE_OPERATOR)
    two = on_staff(street.app, Role.BIKE_OPERATOR, persona="P003")
    client, paid = street.app.test_client(), rider.balance
    body = {"amount": 21_000, "reason": "The lock was broken."}

    asked = client.post(f"/v1/rentals/{bill['id']}/refunds", json=body, headers=one)
    approve = f"/v1/rentals/refunds/{asked.get_json()['id']}/approve"

    assert (asked.status_code, asked.get_json()["paid"]) == (201, False)
    assert problem(client.post(approve, headers=one)) == "second-person-needed"
    assert rider.balance == paid
    for _ in range(2):
        assert client.post(approve, headers=two).get_json()["paid"] is True
    assert rider.balance == paid + 21_000


def test_many_small_refunds_need_a_second_person_too(
    street: Street, rider: Person, bike: Bicycle
) -> None:
    bill = rider.rides(bike, hours=9)
    one = on_staff(street.app, Role.BIKE_OPERATOR)
    client, paid = street.app.test_client(), rider.balance
    body = {"amount": 10_000, "reason": "A friend of mine."}

    asked = [
        client.post(f"/v1/rentals/{bill['id']}/refunds", json=body, headers=one)
        for _ in range(4)
    ]

    assert [each.get_json()["paid"] for each in asked] == [True, True, False, False]
    assert rider.balance == paid + 20_000


@pytest.mark.parametrize(
    ("minutes", "waits", "left"), [(120, [], 100_000), (121, [21_000], 79_000)]
)
def test_forced_ends_for_free_need_a_second_person_above_a_sum(
    rider: Person, bike: Bicycle, minutes: int, waits: list[int], left: int
) -> None:
    rental, street = rider.riding(bike), rider.street
    street.later(minutes=minutes)
    one = on_staff(street.app, Role.BIKE_OPERATOR)
    two = on_staff(street.app, Role.BIKE_OPERATOR, persona="P003")
    body = {"station": POST, "reason": "A friend of mine.", "free": True}
    client, path = street.app.test_client(), f"/v1/rentals/{rental}/force-end"

    ended = client.post(path, json=body, headers=one).get_json()

    asked = [ended["refund"]] if ended["refund"] else []
    assert [each["amount"] for each in asked] == waits
    assert (rider.state(rental), rider.balance) == ("settled", left)
    for each in asked:
        approve = f"/v1/rentals/refunds/{each['id']}/approve"
        assert problem(client.post(approve, headers=one)) == "second-person-needed"
        client.post(approve, headers=two)
    assert rider.balance == 100_000


def test_staff_without_the_role_do_nothing(
    street: Street, rider: Person, bike: Bicycle
) -> None:
    rental = rider.riding(bike)
    other = on_staff(street.app, Role.MODERATOR)
    client, body = street.app.test_client(), {"station": None, "reason": "Mine now."}

    refused = client.post(f"/v1/rentals/{rental}/force-end", json=body, headers=other)

    assert (refused.status_code, problem(refused)) == (403, "role-missing")
    assert rider.state(rental) == "active"


def test_staff_open_a_bike_by_its_digits_and_it_is_free_once_locked(
    street: Street, bike: Bicycle
) -> None:
    staff = on_staff(street.app, Role.BIKE_OPERATOR)
    body = {"code": bike.code, "reason": "To be moved."}

    opened = street.app.test_client().post("/v1/bikes/unlock", json=body, headers=staff)

    assert opened.get_json() == {"number": bike.number, "heard": "taken"}
    assert bike.opens() == "applied"
    assert bike.row().state == "non_operational"
    assert bike.closes(POST) == "applied"
    assert bike.row().state == "available"


def test_a_bike_that_staff_lock_away_from_stations_is_at_none(
    street: Street, bike: Bicycle
) -> None:
    staff = on_staff(street.app, Role.BIKE_OPERATOR)
    body = {"code": bike.code, "reason": "To be moved."}
    street.app.test_client().post("/v1/bikes/unlock", json=body, headers=staff)
    bike.opens()

    assert bike.closes(None, lon=106.60, lat=20.80, accuracy_m=5) == "applied"

    row = bike.row()
    assert (row.state, row.station_id) == ("available", None)
    assert (row.lon_e6, row.lat_e6) == (106_600_000, 20_800_000)
    street.app.test_client().post("/v1/bikes/unlock", json=body, headers=staff)
    bike.opens()
    assert bike.closes(None) == "applied"
    assert bike.row().lon_e6 == row.lon_e6


def test_no_feed_tells_of_riders_plates_or_locks(
    street: Street, rider: Person, bike: Bicycle
) -> None:
    old = str(bike.row().vehicle_id)
    bill = rider.rides(bike, minutes=10)
    rider.riding(street.bike())
    client, row = street.app.test_client(), bike.row()
    secrets = {row.number, row.token, row.code, bill["id"], old}
    secrets |= {str(command) for _, command in street.locks.commands}

    for _, _, path in addresses(client):
        told = client.get(path_of(path)).text
        assert not [each for each in secrets if each in told], path
