"""Faults that are told of a bike which somebody else has by now."""

import pytest

from tests.rentals.people import Bicycle, Person, Street
from tests.wallets.people import problem

POST = "hp-019"
FAULT = {"what": "The brake is loose."}


@pytest.fixture
def other(street: Street) -> Person:
    """Who rides after the rider."""
    return street.visitor()


@pytest.fixture
def ridden(rider: Person, bike: Bicycle) -> str:
    """A ride that is over; its bike stands at another station."""
    return str(rider.rides(bike, POST, minutes=10)["id"])


def test_whoever_reserved_a_bike_that_is_broken_is_free_and_told(
    street: Street, rider: Person, bike: Bicycle, other: Person, ridden: str
) -> None:
    reserved = other.offered(bike)

    assert rider.does("report", ridden, FAULT).status_code == 200
    street.work()

    assert (other.state(reserved), bike.row().state) == ("expired", "non_operational")
    told = "SELECT cause FROM rental_events ORDER BY id DESC LIMIT 1"
    assert street.database.find(told, {})[0][0] == "bike_withdrawn"
    assert other.scan(street.bike(POST).url).status_code == 201


def test_a_bike_that_was_taken_from_a_rider_is_none_that_they_let_go(
    street: Street, rider: Person, bike: Bicycle, other: Person, ridden: str
) -> None:
    for nth in range(4):
        other.does("cancel", other.offered(street.bike(nth=nth)))
    other.offered(bike)

    rider.does("report", ridden, FAULT)
    street.work()

    assert other.scan(street.bike(POST).url).status_code == 201


@pytest.mark.parametrize("opened", [False, True])
def test_whoever_unlocks_or_rides_a_bike_keeps_it_and_is_told(
    street: Street,
    rider: Person,
    bike: Bicycle,
    other: Person,
    ridden: str,
    opened: bool,
) -> None:
    mine = other.riding(bike) if opened else other.unlocking(bike)
    before = other.state(mine)

    rider.does("report", ridden, FAULT)
    street.work()

    told = "SELECT state, cause FROM rental_events ORDER BY id DESC LIMIT 1"
    assert street.database.find(told, {})[0] == (before, "bike_reported")
    if not opened:
        bike.opens()
    bike.closes(POST)
    other.does("end", mine)
    assert bike.row().state == "non_operational"


def test_who_never_rode_a_bike_takes_it_from_nobody_else(
    street: Street, rider: Person, bike: Bicycle, other: Person
) -> None:
    let_go = rider.offered(bike)
    rider.does("cancel", let_go)
    reserved = other.offered(bike)

    refused = rider.does("report", let_go, FAULT)
    street.work()

    assert (refused.status_code, problem(refused)) == (409, "too-late")
    assert other.state(reserved) == "reserved"
    assert other.does("unlock", reserved).status_code == 200


def test_a_wrong_bike_that_somebody_reserved_is_taken_from_them(
    street: Street, rider: Person, bike: Bicycle, other: Person
) -> None:
    before_me = street.bike(nth=1)
    reserved = other.offered(before_me)

    rider.does("wrong-bike", rider.riding(bike), {"number": before_me.number})
    street.work()

    assert other.state(reserved) == "expired"
    assert before_me.row().state == "non_operational"
