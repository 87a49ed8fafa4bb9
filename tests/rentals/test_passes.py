"""Passes at the edges: shared minutes, their end, two bikes, and money back."""

import pytest

from tests.rentals.people import Bicycle, Person, Street, fresh_key
from tests.statements import statements
from tests.wallets.people import problem

POST = "hp-019"
DAY_PASS = {"plan": "bicycle-day-pass"}


def key() -> dict[str, str]:
    return {"Idempotency-Key": fresh_key()}


def bought(rider: Person) -> str:
    answer = rider.post("/v1/passes", DAY_PASS, **key())
    assert answer.status_code == 201, answer.text
    return str(answer.get_json()["id"])


def test_rides_share_the_minutes_and_overage_has_no_first_price(
    street: Street, rider: Person
) -> None:
    bought(rider)
    assert rider.balance == 50_000

    bills = [
        rider.rides(street.bike(), POST, minutes=440),
        rider.rides(street.bike(), POST, minutes=16),
        rider.rides(street.bike(), POST, minutes=6),
    ]

    assert [each["price"] for each in bills] == [0, 1_000, 1_000]
    assert rider.balance == 48_000
    (mine,) = rider.get("/v1/me/passes").get_json()["items"]
    assert (mine["used_minutes"], mine["left_minutes"]) == (462, 0)


def test_a_ride_across_the_end_of_a_pass_is_covered_and_the_next_is_not(
    street: Street, rider: Person
) -> None:
    bought(rider)
    street.later(hours=23, minutes=50)

    assert rider.rides(street.bike(), POST, minutes=60)["price"] == 0
    assert rider.rides(street.bike(), POST, minutes=20)["price"] == 5_000


def test_two_bikes_at_once_share_a_pass(street: Street, rider: Person) -> None:
    bought(rider)
    rider.post("/v1/group-tickets", {"bikes": 2})
    bikes = [street.bike(nth=0), street.bike(nth=1)]
    rentals = [rider.riding(each) for each in bikes]
    street.later(minutes=228)
    for bike, rental in zip(bikes, rentals, strict=True):
        bike.closes(POST)
        rider.does("end", rental)

    assert sorted(rider.sees(each)["price"] for each in rentals) == [0, 1_000]


def test_an_electric_bike_is_not_on_a_bicycle_pass(
    street: Street, rider: Person
) -> None:
    bought(rider)
    electric = next(
        street.bike(slug, kind="electric")
        for slug in ("hp-005", "hp-019", "hp-002")
        if _has(street, slug)
    )

    assert rider.scan(electric.url).get_json()["plan"]["id"] == "electric-single"


def _has(street: Street, slug: str) -> bool:
    try:
        street.bike(slug, kind="electric")
    except IndexError:
        return False
    return True


def test_a_pass_is_given_back_only_if_unused_and_once(
    street: Street, rider: Person
) -> None:
    unused, once = bought(rider), key()
    for _ in range(2):
        assert rider.post(f"/v1/passes/{unused}/refund").status_code == 200
    assert rider.balance == 100_000

    answers = [rider.post("/v1/passes", DAY_PASS, **once) for _ in range(2)]
    assert answers[0].get_data() == answers[1].get_data()
    used = answers[0].get_json()["id"]
    rider.rides(street.bike(), POST, minutes=10)
    assert problem(rider.post(f"/v1/passes/{used}/refund")) == "pass-not-refundable"
    assert problem(street.visitor().post(f"/v1/passes/{used}/refund")) == "not-found"
    assert rider.balance == 50_000


def test_many_passes_are_listed_with_as_many_questions_as_one(street: Street) -> None:
    rider = street.visitor(300_000)
    asked = []
    for minutes in (440, 10, 20):
        bought(rider)
        rider.rides(street.bike(), POST, minutes=minutes)
        street.later(hours=25)
        with statements(street.app) as told:
            rider.get("/v1/me/passes")
        asked.append(len(told))

    assert asked == [asked[0]] * 3
    listed = rider.get("/v1/me/passes").get_json()["items"]
    assert [each["used_minutes"] for each in listed] == [20, 10, 440]


def test_a_pass_is_not_bought_on_debt(street: Street) -> None:
    poor = street.visitor(49_000)
    refused = poor.post("/v1/passes", DAY_PASS, **key())

    assert (refused.status_code, problem(refused)) == (409, "balance-too-low")


def test_a_pass_is_not_bought_twice_for_want_of_a_key(rider: Person) -> None:
    refused = rider.post("/v1/passes", DAY_PASS)

    assert (refused.status_code, problem(refused)) == (400, "bad-request")
    assert refused.get_json()["errors"][0]["parameter"] == "Idempotency-Key"
    assert rider.balance == 100_000


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/v1/passes", {"plan": "bicycle-single"}),
        ("/v1/passes", {}),
        ("/v1/group-tickets", {"bikes": 1}),
        ("/v1/group-tickets", {"bikes": 6}),
        ("/v1/group-tickets", {"bikes": "2"}),
    ],
)
def test_what_is_no_pass_is_named(
    rider: Person, path: str, body: dict[str, object]
) -> None:
    assert problem(rider.post(path, body)) == "invalid-request"


def test_a_rider_is_reminded_half_an_hour_before_a_pass_is_used_up(
    street: Street, rider: Person, bike: Bicycle
) -> None:
    bought(rider)
    rider.rides(street.bike(), POST, minutes=360)
    rental = rider.riding(bike)
    street.later(minutes=60).work()

    causes = "SELECT cause FROM rental_events WHERE rental_id = %(id)s ORDER BY id"
    told = [row[0] for row in street.database.find(causes, {"id": rental})]
    assert told[-1] == "reminder"
