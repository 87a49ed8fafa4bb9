"""Fraud by insiders: forced ends and credits need a reason, and above a sum two."""

import pytest

from citizen_api.roles.models import Role
from tests.factories import on_staff
from tests.rentals.people import Bicycle, Person, Street, fresh_key
from tests.wallets.people import problem

POST = "hp-019"


def test_insiders_need_a_second_person_above_a_sum(
    street: Street, rider: Person, bike: Bicycle
) -> None:
    bill = rider.rides(bike, hours=3)
    one = on_staff(street.app, Role.BIKE_OPERATOR)
    two = on_staff(street.app, Role.BIKE_OPERATOR, persona="P003")
    client, paid = street.app.test_client(), rider.balance
    body = {"amount": 21_000, "reason": "The lock was broken."}

    path, key = f"/v1/rentals/{bill['id']}/refunds", {"Idempotency-Key": fresh_key()}
    asked = client.post(path, json=body, headers=one | key)
    approve = f"/v1/rentals/refunds/{asked.get_json()['id']}/approve"

    assert (asked.status_code, asked.get_json()["paid"]) == (201, False)
    assert problem(client.post(approve, headers=one)) == "second-person-needed"
    assert rider.balance == paid
    for _ in range(2):
        assert client.post(approve, headers=two).get_json()["paid"] is True
    assert rider.balance == paid + 21_000


def test_what_waits_for_a_second_person_is_listed_until_it_is_paid(
    street: Street, rider: Person, bike: Bicycle
) -> None:
    bill, client = rider.rides(bike, hours=3), street.app.test_client()
    one = on_staff(street.app, Role.BIKE_OPERATOR)
    two = on_staff(street.app, Role.BIKE_OPERATOR, persona="P003")
    path, listed = f"/v1/rentals/{bill['id']}/refunds", "/v1/rentals/refunds"
    asked = [
        client.post(
            path,
            json={"amount": amount, "reason": "The lock was broken."},
            headers=one | {"Idempotency-Key": fresh_key()},
        ).get_json()
        for amount in (1_000, 21_000)
    ]

    (waiting,) = client.get(listed, headers=two).get_json()["items"]

    about = {"number": bike.number, "price": bill["price"]}
    assert waiting == asked[1] | about | {"yours": False}
    assert client.get(listed, headers=one).get_json()["items"][0]["yours"] is True
    client.post(f"{listed}/{waiting['id']}/approve", headers=two)
    assert client.get(listed, headers=two).get_json()["items"] == []


@pytest.mark.parametrize("amount", [1_000, 30_000])
def test_nothing_waits_that_was_never_charged(
    street: Street, rider: Person, bike: Bicycle, amount: int
) -> None:
    rental, client = rider.riding(bike), street.app.test_client()
    headers = on_staff(street.app, Role.BIKE_OPERATOR)
    body = {"amount": amount, "reason": "The lock was broken."}

    refused = client.post(
        f"/v1/rentals/{rental}/refunds",
        json=body,
        headers=headers | {"Idempotency-Key": fresh_key()},
    )

    assert (refused.status_code, problem(refused)) == (409, "refund-too-large")
    listed = client.get("/v1/rentals/refunds", headers=headers)
    assert listed.get_json()["items"] == []


def test_many_small_refunds_need_a_second_person_too(
    street: Street, rider: Person, bike: Bicycle
) -> None:
    bill = rider.rides(bike, hours=9)
    one = on_staff(street.app, Role.BIKE_OPERATOR)
    client, paid = street.app.test_client(), rider.balance
    body = {"amount": 10_000, "reason": "A friend of mine."}

    path = f"/v1/rentals/{bill['id']}/refunds"
    asked = [
        client.post(path, json=body, headers=one | {"Idempotency-Key": fresh_key()})
        for _ in range(4)
    ]

    assert problem(client.post(path, json=body, headers=one)) == "bad-request"
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


@pytest.mark.parametrize(
    ("minutes", "state", "waits"), [(120, "written_off", 0), (121, "settled", 21_000)]
)
def test_lost_bikes_are_written_off_by_two_people_above_a_sum(
    rider: Person, bike: Bicycle, minutes: int, state: str, waits: int
) -> None:
    rental, street = rider.riding(bike), rider.street
    street.later(minutes=minutes)
    one = on_staff(street.app, Role.BIKE_OPERATOR)
    two = on_staff(street.app, Role.BIKE_OPERATOR, persona="P003")
    body = {"station": None, "reason": "It fell into the river."}
    client, path = street.app.test_client(), f"/v1/rentals/{rental}/force-end"

    ended = client.post(path, json=body, headers=one).get_json()

    assert (rider.state(rental), bike.row().state) == (state, "missing")
    assert rider.balance == 100_000 - waits
    if waits:
        approve = f"/v1/rentals/refunds/{ended['refund']['id']}/approve"
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
