"""What goes wrong, row by row of the table of cases: ends, staff, money, feed."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from citizen_api.bikes import queries as bikes
from citizen_api.rentals import queries
from citizen_api.roles.models import Role
from citizen_api.wallets.queries import totals
from geo.points import Point
from tests.bikes.riding import add_no_return_zone, add_other
from tests.factories import changing, last_entry, on_staff
from tests.rentals.people import Bicycle, Person, Street, charges, fresh_key
from tests.wallets.people import problem

POST = "hp-019"


def test_never_ended(street: Street, rider: Person, bike: Bicycle) -> None:
    rental = rider.riding(bike)
    causes = "SELECT cause FROM rental_events WHERE rental_id = %(id)s ORDER BY id"
    for hours in (2, 2):
        street.later(hours=hours).work()
    told = [row[0] for row in street.database.find(causes, {"id": rental})]

    assert told[3:] == ["reminder", "reminder", "review"]
    seen = rider.sees(rental)
    assert (seen["state"], seen["review_for"]) == ("review", "open_long")
    assert bike.row().state == "non_contactable"
    street.later(days=3).work()
    assert (bike.row().state, rider.sees(rental)["price"]) == ("missing", 50_000)


def test_a_long_ride_in_review_is_ended_by_its_rider_and_capped(
    street: Street, rider: Person, bike: Bicycle
) -> None:
    rental = rider.riding(bike)
    street.later(hours=30).work()
    bike.closes(POST)

    bill = rider.does("end", rental).get_json()

    assert (bill["state"], bill["price"]) == ("settled", 50_000)
    assert bike.row().state == "available"


def test_never_ended_is_ended_by_staff_with_reason_and_audit(
    street: Street, rider: Person, bike: Bicycle
) -> None:
    rental = rider.riding(bike)
    street.later(hours=5).work()
    staff = on_staff(street.app, Role.BIKE_OPERATOR)
    body = {"station": POST, "reason": "Found at the post office."}

    ended = street.app.test_client().post(
        f"/v1/rentals/{rental}/force-end", json=body, headers=staff
    )

    assert ended.status_code == 200, ended.text
    assert rider.state(rental) == "settled"
    event = last_entry(street.app)
    assert event["action"] == "rental.forced_end"
    assert event["detail"]["reason"] == body["reason"]


def test_staff_force_end_while_rider_ends(
    street: Street, rider: Person, bike: Bicycle
) -> None:
    rental = rider.riding(bike)
    street.later(minutes=35)
    bike.closes(POST)
    staff = on_staff(street.app, Role.BIKE_OPERATOR)
    body = {"station": POST, "reason": "They called us."}

    def by_staff() -> int:
        client = street.app.test_client()
        path = f"/v1/rentals/{rental}/force-end"
        return client.post(path, json=body, headers=staff).status_code

    with ThreadPoolExecutor(2) as threads:
        both = (
            threads.submit(by_staff),
            threads.submit(lambda: rider.does("end", rental).status_code),
        )
        assert [each.result() for each in both] == [200, 200]

    assert (charges(street), rider.balance) == (1, 94_000)


def test_a_refused_return_names_stations_of_ours_only(
    street: Street, rider: Person, bike: Bicycle
) -> None:
    add_other(street.app, Point(106.60, 20.80))
    rental = rider.riding(bike)
    bike.closes(None, lon=106.60, lat=20.80, accuracy_m=5)

    refused = rider.does("end", rental)

    near = [each["id"] for each in rider.sees(rental)["nearest"]]
    assert len(near) == 3
    assert "other-1" not in near
    assert "no station near" not in refused.get_json()["detail"]


def test_wrong_place(street: Street, rider: Person, bike: Bicycle) -> None:
    rental = rider.riding(bike)
    street.later(minutes=10)
    bike.closes(None, lon=106.60, lat=20.80, accuracy_m=5)

    refused = rider.does("end", rental)

    assert problem(refused) == "not-taken-back"
    assert " m)" in refused.get_json()["detail"]
    seen = rider.sees(rental)
    assert (seen["state"], seen["refused_for"]) == ("paused", "away")
    assert seen["free_minutes"] == 0
    assert charges(street) == 0


@pytest.mark.parametrize(
    ("accuracy_m", "state", "why"), [(5, "paused", "no_return"), (80, "settled", None)]
)
def test_wrong_place_in_a_zone_without_returns(
    rider: Person, bike: Bicycle, accuracy_m: int, state: str, why: str | None
) -> None:
    street, post = rider.street, rider.street.station(POST)
    add_no_return_zone(street.app, post.lon_e6 / 1e6, post.lat_e6 / 1e6)
    rental = rider.riding(bike)
    street.later(minutes=10)
    bike.closes(POST, accuracy_m=accuracy_m)

    ended = rider.does("end", rental)

    seen = rider.sees(rental)
    assert (seen["state"], seen["refused_for"]) == (state, why)
    assert ended.status_code == (409 if why else 200)
    assert (seen["free_minutes"], len(seen["nearest"])) == (0, 3 if why else 0)


def test_place_unknown_is_a_review_and_the_meter_stands(
    street: Street, rider: Person, bike: Bicycle
) -> None:
    rental = rider.riding(bike)
    street.later(minutes=10)
    bike.closes(None)
    rider.does("end", rental)
    street.later(hours=2)

    seen = rider.sees(rental)
    assert (seen["state"], seen["review_for"]) == ("review", "no_position")
    assert seen["seconds"] == 600


def test_locked_at_a_station_it_ends_by_rule(
    street: Street, rider: Person, bike: Bicycle
) -> None:
    rental = rider.riding(bike)
    street.later(minutes=10)
    bike.closes(POST)
    street.later(minutes=5).work()

    assert (rider.state(rental), rider.sees(rental)["seconds"]) == ("settled", 600)


def test_price_change_during_a_ride(
    street: Street, rider: Person, bike: Bicycle, monkeypatch: pytest.MonkeyPatch
) -> None:
    rental = rider.riding(bike)
    monkeypatch.setattr("citizen_api.tariffs.plans.PLANS", [])
    street.later(minutes=31)
    bike.closes(POST)

    assert rider.does("end", rental).get_json()["price"] == 6_000


def test_feed_during_a_transaction(
    street: Street, rider: Person, bike: Bicycle
) -> None:
    rental = rider.offered(bike)
    total = bikes.fleet(street.database).total
    for act in (
        lambda: rider.does("unlock", rental),
        bike.opens,
        lambda: rider.does("report", rental, {"what": "bell"}),
        lambda: street.later(minutes=9) and bike.closes(POST),
        lambda: rider.does("end", rental),
    ):
        act()
        fleet = bikes.fleet(street.database)
        assert sum(fleet[:5]) == fleet.total == total
    assert bike.row().state == "non_operational"


def test_pay_twice_refund(street: Street, rider: Person, bike: Bicycle) -> None:
    bill = rider.rides(bike, minutes=35)
    staff = on_staff(street.app, Role.BIKE_OPERATOR)

    def give(amount: int) -> int:
        client = street.app.test_client()
        path, body = f"/v1/rentals/{bill['id']}/refunds", {"reason": "A kindness."}
        sent = body | {"amount": amount}
        key = {"Idempotency-Key": fresh_key()}
        return client.post(path, json=sent, headers=staff | key).status_code

    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda _: give(4_000), range(4)))

    assert sorted(answers) == [201, 409, 409, 409]
    assert (rider.balance, give(2_000), give(1)) == (98_000, 201, 409)
    with changing(street.app) as session:
        assert sum(totals(session).values()) == 0


def test_debt(street: Street, bike: Bicycle) -> None:
    poor = street.visitor(10_000)
    rental = poor.riding(bike)
    street.later(hours=2)
    bike.closes(POST)
    assert poor.does("end", rental).get_json()["state"] == "owing"
    assert poor.balance == -10_000

    refused = poor.scan(street.bike(POST).url)
    assert (refused.status_code, problem(refused)) == (409, "in-debt")
    street.now -= timedelta(hours=2)
    poor.wallet.top_up(20_000)

    assert poor.state(rental) == "settled"
    with changing(street.app) as session:
        assert queries.owing(session, poor.wallet.owner) == []


def test_debt_floor_for_starting(street: Street, bike: Bicycle) -> None:
    assert problem(street.visitor(0).scan(bike.url)) == "balance-too-low"
