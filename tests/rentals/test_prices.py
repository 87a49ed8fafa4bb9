"""What a ride costs, whatever it was: the published price, and no đồng more."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from citizen_api.rentals.billing import Ride, bill
from citizen_api.tariffs.plans import PLANS, plan_on
from citizen_api.tariffs.prices import price
from tests.conftest import NOON

SINGLE = [plan for plan in PLANS if plan.pass_hours is None]


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
