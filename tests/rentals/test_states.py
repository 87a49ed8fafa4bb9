"""Pauses, faults, lists, made-up riders, and what is forgotten."""

from datetime import timedelta
from itertools import product

import pytest
from sqlalchemy import text

from citizen_api.bikes.queries import fleet
from citizen_api.bikes.simulating import Day
from citizen_api.rentals import jobs
from citizen_api.rentals.gateway import Heard
from citizen_api.rentals.models import State
from citizen_api.rentals.rules import MAY_BECOME, WrongStep, ensure_may_become
from citizen_api.rentals.simulating import Rented
from tests.conftest import NOON
from tests.factories import changing
from tests.rentals.people import Bicycle, Person, Street
from tests.wallets.people import problem

POST = "hp-019"


def test_only_some_steps_are_possible() -> None:
    for was, becomes in product(State, State):
        if becomes in MAY_BECOME[was]:
            ensure_may_become(was, becomes)
        else:
            with pytest.raises(WrongStep):
                ensure_may_become(was, becomes)


def test_a_pause_keeps_the_bike_and_the_time_runs_on(
    street: Street, rider: Person, bike: Bicycle
) -> None:
    rental = rider.riding(bike)
    street.later(minutes=5)
    for _ in range(2):
        assert rider.does("pause", rental).status_code == 200
    bike.closes("hp-002")
    street.later(minutes=20)
    assert (rider.state(rental), rider.sees(rental)["seconds"]) == ("paused", 1500)
    assert problem(street.visitor().scan(bike.url)) == "bike-not-free"

    assert rider.does("resume", rental).get_json()["state"] == "paused"
    bike.opens()
    assert rider.state(rental) == "active"
    street.later(minutes=10)
    bike.closes(POST)
    assert rider.does("end", rental).get_json()["price"] == 6_000


def test_a_lock_that_does_not_open_again_leaves_the_ride_paused(
    street: Street, rider: Person, bike: Bicycle
) -> None:
    rental = rider.riding(bike)
    rider.does("pause", rental)
    bike.closes(POST)
    street.locks.heard = Heard.REFUSED

    refused = rider.does("resume", rental)

    assert (refused.status_code, problem(refused)) == (409, "still-locked")
    assert "The ride goes on" in refused.get_json()["detail"]
    assert rider.state(rental) == "paused"


def test_a_pause_that_is_said_after_closing(
    street: Street, rider: Person, bike: Bicycle
) -> None:
    rental = rider.riding(bike)
    street.later(minutes=5)
    bike.closes(POST)
    assert rider.state(rental) == "ending"

    rider.does("pause", rental)
    street.later(hours=1).work()

    assert rider.state(rental) == "paused"


def test_a_pause_that_becomes_the_end_is_paid_until_then(
    street: Street, rider: Person, bike: Bicycle
) -> None:
    rental = rider.riding(bike)
    rider.does("pause", rental)
    street.later(minutes=5)
    bike.closes(POST)
    street.later(minutes=55)

    bill = rider.does("end", rental).get_json()

    assert (bill["seconds"], bill["price"]) == (3600, 10_000)


def test_an_old_opening_does_not_end_a_pause(
    street: Street, rider: Person, bike: Bicycle
) -> None:
    rental = rider.riding(bike)
    before = street.now
    rider.does("pause", rental)
    street.later(minutes=5)
    bike.closes(POST)

    assert bike.opens(at=before) == "noted"
    assert rider.state(rental) == "paused"


def test_a_reported_fault_takes_the_bike_out_of_the_count_after_the_ride(
    street: Street, rider: Person, bike: Bicycle
) -> None:
    rental = rider.riding(bike)
    assert rider.does("report", rental, {"what": "The bell."}).status_code == 200
    street.later(minutes=10)
    bike.closes(POST)
    rider.does("end", rental)

    assert (bike.row().state, bike.row().fault) == ("non_operational", "The bell.")


def test_a_rider_who_is_stuck_is_in_review_and_staff_write_the_bike_off(
    street: Street, rider: Person, bike: Bicycle
) -> None:
    rental = rider.riding(bike)
    rider.does("report", rental, {"what": "It was stolen.", "stuck": True})

    seen = rider.sees(rental)

    assert (seen["state"], seen["review_for"]) == ("review", "rider_asked")
    counted = fleet(street.database)
    assert (counted.elsewhere, sum(counted[:5])) == (1, counted.total)


def test_rentals_are_listed_page_by_page(street: Street, rider: Person) -> None:
    ids = []
    for _ in range(3):
        ids.append(rider.rides(street.bike(), POST, minutes=10)["id"])
        street.later(minutes=1)

    first = rider.get("/v1/me/rentals?limit=2").get_json()
    second = rider.get(first["next"]).get_json()

    assert [each["id"] for each in first["items"] + second["items"]] == ids[::-1]
    assert second["next"] is None
    assert problem(street.visitor().get(first["next"])) == "bad-cursor"


def test_made_up_riders_rent_and_pay(street: Street) -> None:
    day, end = Day(Rented(), 1500, seed=3), NOON + timedelta(hours=0.5)
    for _ in day.ride(street.database.sessions, NOON, end, lambda moment: None):
        counted = fleet(street.database)
        assert sum(counted[:5]) == counted.total

    done = "SELECT state, count(*) FROM rentals GROUP BY state"
    assert dict(street.database.find(done, {})) == {"settled": day.taken}
    assert day.taken > 5
    assert fleet(street.database).on_trip == 0


def test_places_and_answers_are_forgotten(
    street: Street, rider: Person, bike: Bicycle
) -> None:
    bill = rider.rides(bike, minutes=10)
    assert street.rental(bill["id"]).closed_lon_e6 is None

    with changing(street.app) as session:
        jobs.forget(session, street.now + timedelta(days=91))
        left = session.execute(
            text(
                "SELECT (SELECT count(*) FROM lock_events),"
                " (SELECT count(*) FROM rental_answers)"
            )
        ).one()
    assert tuple(left) == (0, 0)
    assert rider.state(bill["id"]) == "settled"
