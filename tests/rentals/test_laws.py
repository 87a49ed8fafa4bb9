"""Whatever riders, locks, the clock and the bank do: no bike and no đồng is lost."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import text

from citizen_api.bikes import snapshot
from citizen_api.bikes.queries import fleet
from citizen_api.rentals.billing import Ride, bill
from citizen_api.tariffs.plans import PLANS, plan_on
from citizen_api.tariffs.prices import price
from citizen_api.wallets.queries import told_by_bank, totals
from tests.conftest import NOON
from tests.factories import changing
from tests.rentals.people import Bicycle, Person, Street

STATIONS = ("hp-005", "hp-019")
SINGLE = [plan for plan in PLANS if plan.pass_hours is None]
WRONG = """
SELECT (SELECT count(*) FROM rentals r JOIN ledger_entries e ON e.id = r.entry_id
        JOIN ledger_postings p ON p.entry_id = e.id AND p.amount > 0
        WHERE p.amount <> r.price OR e.reference <> 'rental:' || r.id),
       (SELECT count(*) FROM ledger_entries e WHERE kind = 'ride' AND NOT EXISTS
        (SELECT FROM rentals r WHERE r.entry_id = e.id)),
       (SELECT count(*) FROM rentals WHERE price > 0 AND entry_id IS NULL),
       (SELECT count(*) FROM bikes b WHERE state IN ('reserved', 'claimed', 'on_trip')
        <> EXISTS (SELECT FROM rentals r WHERE r.bike_id = b.id AND r.state IN
            ('reserved', 'unlocking', 'active', 'paused', 'ending')))
"""


FREE = text(
    "SELECT s.slug, count(*) AS bikes"
    " FROM bikes b JOIN stations s ON s.id = b.station_id"
    " WHERE b.state = 'available' GROUP BY s.slug"
)


class City(RuleBasedStateMachine):
    """Three riders, three bikes; what locks tell may be late, twice or lost."""

    street: Street
    riders: list[Person]
    bikes: list[Bicycle]

    @initialize()
    def begin(self) -> None:
        self.told: list[dict[str, Any]] = []
        self.posts: dict[int, str] = {}

    def rental(self, who: int) -> str | None:
        mine = self.riders[who].get("/v1/me/rental").get_json()["rental"]
        return mine and str(mine["id"])

    @rule(who=some.integers(0, 2), which=some.integers(0, 2))
    def scan(self, who: int, which: int) -> None:
        answer = self.riders[who].scan(self.bikes[which].url)
        assert answer.status_code in {200, 201, 409}

    @rule(
        who=some.integers(0, 2),
        verb=some.sampled_from(["unlock", "cancel", "pause", "resume", "end", "end"]),
    )
    def act(self, who: int, verb: str) -> None:
        rental = self.rental(who)
        if rental is not None:
            answer = self.riders[who].does(verb, rental)
            assert answer.status_code in {200, 409}

    @rule(
        which=some.integers(0, 2),
        kind=some.sampled_from(["opened", "closed"]),
        slug=some.sampled_from(STATIONS),
        lost=some.booleans(),
    )
    def tell(self, which: int, kind: str, slug: str, lost: bool) -> None:
        bike = self.bikes[which]
        there = self.street.station(slug)
        data = {
            "lock": bike.number,
            "event": f"law-{len(self.told)}-{id(self)}-{self.street.now.timestamp()}",
            "at": self.street.now.isoformat(),
            "command": bike.command(),
            "lon": there.lon_e6 / 1e6,
            "lat": there.lat_e6 / 1e6,
        }
        self.told.append({"type": f"lock.{kind}", "data": data})
        if not lost:
            self.again(len(self.told) - 1)

    @rule(nth=some.integers(0, 30))
    def again(self, nth: int) -> None:
        if self.told:
            event = self.told[nth % len(self.told)]
            answer = self.street.tell(event["type"], event["data"])
            assert answer.status_code in {200, 409}

    @rule(seconds=some.sampled_from([5, 31, 150, 400, 2_000, 10_000]))
    def wait(self, seconds: int) -> None:
        self.street.later(seconds=seconds).work()

    @rule(who=some.integers(0, 2))
    def pay(self, who: int) -> None:
        now, self.street.now = self.street.now, NOON
        self.riders[who].wallet.top_up(20_000)
        self.street.now = now

    @invariant()
    def nothing_is_lost(self) -> None:
        counted = fleet(self.street.database)
        assert sum(counted[:5]) == counted.total
        assert self.street.database.find(WRONG, {})[0] == (0, 0, 0, 0)
        with changing(self.street.app) as session:
            sums = totals(session)
            assert sum(sums.values()) == 0
            assert sums["bank"] == -told_by_bank(session)

    @invariant()
    def the_feed_says_what_stands_there(self) -> None:
        with self.street.database.engine.connect() as connection:
            told = snapshot.take(connection, self.street.now)
            free = {row.slug: row.bikes for row in connection.execute(FREE)}
        assert told is not None
        counted = {each.slug: each.available for each in told.stations}
        assert {slug: count for slug, count in counted.items() if count} == free
        listed = [each for each in told.vehicles if each.state == "available"]
        assert len(listed) == sum(free.values())


@pytest.mark.slow
def test_no_run_of_riders_locks_and_money_loses_a_bike_or_a_dong(fresh: Flask) -> None:
    street = Street(fresh)
    riders = [street.visitor(30_000) for _ in range(3)]
    bikes = [street.bike(nth=nth) for nth in range(3)]
    machine = type(
        "Ours", (City,), {"street": street, "riders": riders, "bikes": bikes}
    )
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=6,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


@given(some.sampled_from(SINGLE), some.integers(121, 400_000))
def test_a_bill_is_the_price_by_the_published_plan(plan: Any, seconds: int) -> None:
    ride = Ride(seconds, 0, NOON, True, 0, None, None, False)

    assert bill(plan, ride) == (price(plan, seconds), None)


@given(some.lists(some.integers(0, 30_000), max_size=6))
def test_rides_of_a_pass_cost_together_what_one_ride_would(lengths: list[int]) -> None:
    plan, used, paid = plan_on("bicycle-day-pass", NOON.date()), 0, 0
    for seconds in lengths:
        ride = Ride(seconds, 0, NOON, False, 0, None, used, False)
        paid += bill(plan, ride)[0]
        used += seconds

    assert plan.price + paid == price(plan, used)


def ride_of(seconds: int, **how: Any) -> Ride:
    usual = Ride(seconds, 0, NOON, True, 0, None, None, False)
    return usual._replace(**how)


@pytest.mark.parametrize(
    ("ride", "cost"),
    [
        (ride_of(119), 0),
        (ride_of(120), 0),
        (ride_of(121), 5_000),
        (ride_of(119, same_station=False), 5_000),
        (ride_of(119, short_today=3), 5_000),
        (ride_of(119, last_short=NOON - timedelta(minutes=9)), 5_000),
        (ride_of(119, last_short=NOON - timedelta(minutes=10)), 0),
        (ride_of(1800), 5_000),
        (ride_of(1801), 6_000),
        (ride_of(2700, free_s=900), 5_000),
        (ride_of(10**6, capped=True), 50_000),
    ],
)
def test_a_short_ride_is_free_a_few_times_and_the_boundary_is_the_riders(
    ride: Ride, cost: int
) -> None:
    assert bill(plan_on("bicycle-single", NOON.date()), ride)[0] == cost
