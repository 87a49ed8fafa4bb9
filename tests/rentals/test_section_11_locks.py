"""What goes wrong, row by row of the table of cases: what locks do and tell."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from citizen_api.rentals.gateway import Heard
from tests.bikes.riding import OPERA
from tests.rentals.people import Bicycle, Person, Street, charges
from tests.wallets.people import problem

POST = "hp-019"


def test_lock_does_not_open(street: Street, rider: Person, bike: Bicycle) -> None:
    rental = rider.unlocking(bike)
    assert rider.sees(rental)["price"] == 0

    street.later(seconds=30)

    assert rider.state(rental) == "failed"
    assert (bike.row().state, rider.balance) == ("available", 100_000)
    assert rider.offered(street.bike(POST))


def test_lock_does_not_open_and_a_job_sees_it(
    street: Street, rider: Person, bike: Bicycle
) -> None:
    rider.unlocking(bike)
    street.later(seconds=30).work()

    assert bike.row().state == "available"


def test_lock_refuses(street: Street, rider: Person, bike: Bicycle) -> None:
    street.locks.heard = Heard.REFUSED
    rental = rider.offered(bike)

    refused = rider.does("unlock", rental)

    assert (refused.status_code, problem(refused)) == (409, "unlock-failed")
    assert (rider.state(rental), bike.row().state) == ("failed", "available")


def test_lock_does_not_open_twice_and_is_looked_at(
    street: Street, rider: Person, bike: Bicycle
) -> None:
    for each in (rider, street.visitor()):
        each.unlocking(bike)
        street.later(seconds=31).work()

    assert (bike.row().state, bike.row().fault) == ("non_operational", "lock")
    assert problem(rider.scan(bike.url)) == "bike-not-free"


def test_lock_opens_after_the_deadline(
    street: Street, rider: Person, bike: Bicycle
) -> None:
    rental = rider.unlocking(bike)
    street.later(seconds=40)

    assert bike.opens() == "late_opening"

    assert (rider.state(rental), rider.balance) == ("failed", 100_000)
    assert bike.row().state == "non_operational"
    street.work()
    assert street.locks.closes == [bike.number]
    assert bike.closes(OPERA) == "applied"
    assert bike.row().state == "available"


def test_closed_but_not_confirmed(street: Street, rider: Person, bike: Bicycle) -> None:
    rental = rider.riding(bike)
    street.later(minutes=30)
    bike.closes(POST)
    street.later(minutes=4)
    assert rider.state(rental) == "ending"

    street.later(minutes=20)
    bill = rider.does("end", rental).get_json()

    assert (bill["state"], bill["seconds"], bill["price"]) == ("settled", 1800, 5_000)


def test_confirmed_before_the_lock_closed(
    street: Street, rider: Person, bike: Bicycle
) -> None:
    rental = rider.riding(bike)
    street.later(minutes=10)
    assert rider.does("end", rental).get_json()["state"] == "ending"
    street.later(minutes=2)
    bike.closes(POST)

    assert (rider.state(rental), rider.sees(rental)["seconds"]) == ("settled", 720)


def test_confirmed_and_the_lock_stays_open(
    street: Street, rider: Person, bike: Bicycle
) -> None:
    rental = rider.riding(bike)
    rider.does("end", rental)
    street.later(minutes=5).work()

    assert rider.state(rental) == "active"


def test_lock_events_late(street: Street, rider: Person, bike: Bicycle) -> None:
    rental = rider.unlocking(bike)
    opened = street.now + timedelta(seconds=3)
    street.later(seconds=20)
    bike.opens(at=opened)
    closed = opened + timedelta(minutes=12)
    street.later(minutes=40)
    bike.closes(POST, at=closed)

    assert rider.does("end", rental).get_json()["seconds"] == 720


def test_lock_events_twice(street: Street, rider: Person, bike: Bicycle) -> None:
    rental = rider.unlocking(bike)
    told = [bike.opens(event="same") for _ in range(3)]
    street.later(minutes=10)
    bike.closes(POST, event="end")
    street.later(minutes=1)
    bike.closes(POST, event="end")
    rider.does("end", rental)

    assert told == ["applied"] * 3
    assert (rider.state(rental), charges(street)) == ("settled", 1)
    kept = street.database.find("SELECT count(*) FROM lock_events", {})
    assert kept[0][0] == 2


def test_lock_events_twice_at_once(
    street: Street, rider: Person, bike: Bicycle
) -> None:
    rental = rider.unlocking(bike)

    with ThreadPoolExecutor(4) as threads:
        told = list(threads.map(lambda _: bike.opens(event="same"), range(8)))

    assert told == ["applied"] * 8
    assert (rider.state(rental), rider.sees(rental)["version"]) == ("active", 3)


def test_lock_events_out_of_order(street: Street, rider: Person, bike: Bicycle) -> None:
    rental = rider.unlocking(bike)
    start = street.now
    street.later(seconds=10)
    assert bike.closes(POST, at=start + timedelta(seconds=8)) == "noted"
    assert bike.opens(at=start + timedelta(seconds=1)) == "applied"

    assert rider.state(rental) == "ending"
    assert rider.does("end", rental).get_json()["seconds"] == 7


def test_a_closing_told_late_is_recomputed_while_not_settled(
    street: Street, rider: Person, bike: Bicycle
) -> None:
    rental = rider.riding(bike)
    earlier = street.later(minutes=30).now
    street.later(minutes=10)
    bike.closes(POST)
    bike.closes(POST, at=earlier)

    assert rider.does("end", rental).get_json()["price"] == 5_000


@pytest.mark.parametrize("off", [timedelta(hours=-3), timedelta(hours=3)])
def test_clock_skew(
    street: Street, rider: Person, bike: Bicycle, off: timedelta
) -> None:
    rental = rider.unlocking(bike)
    assert bike.opens(at=street.now + off) == "applied"
    street.later(minutes=10)
    bike.closes(POST, at=street.now + off)

    bill = rider.does("end", rental).get_json()

    assert (bill["seconds"], street.rental(rental).our_clock) == (600, True)
    assert bill["started_at"].endswith("+07:00")


@pytest.mark.parametrize(("behind", "ours"), [(120, False), (121, True)])
def test_a_clock_is_believed_two_minutes_before_the_claim(
    street: Street, rider: Person, bike: Bicycle, behind: int, ours: bool
) -> None:
    rental = rider.unlocking(bike)

    bike.opens(at=street.now - timedelta(seconds=behind))

    assert street.rental(rental).our_clock is ours


def test_a_clock_that_jumps_never_makes_a_negative_ride(
    street: Street, rider: Person, bike: Bicycle
) -> None:
    rental = rider.riding(bike)
    start = street.now
    street.later(minutes=9)
    bike.closes(POST, at=start - timedelta(minutes=1))

    assert rider.does("end", rental).get_json()["seconds"] == 540
