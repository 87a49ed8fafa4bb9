"""The bill: what the rider was told, to the second."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citizen_api.tariffs.plans import BICYCLE, DAY_PASS, ELECTRIC, Plan, plan_on, read
from citizen_api.tariffs.prices import price, price_on_pass
from citizen_api.tariffs.published import gbfs_plan
from tests.tariffs.plans import plans

TODAY = date(2026, 11, 21)
MINUTE, HOUR = 60, 3600
durations = st.integers(0, 5 * 24 * HOUR)


def named(name: str) -> Plan:
    return plan_on(name, TODAY)


def price_by_feed(published: dict[str, Any], seconds: int) -> int:
    """What the feed's reader pays: each charge of each segment, one after another."""
    due = published["price"]
    for segment in published["per_min_pricing"]:
        minute = segment["start"]
        while minute * MINUTE <= seconds and minute < segment.get("end", minute + 1):
            due += segment["rate"]
            minute += segment["interval"]
    return int(due)


@pytest.mark.parametrize(
    ("seconds", "due"),
    [
        (0, 5_000),
        (29 * MINUTE + 59, 5_000),
        (30 * MINUTE, 5_000),
        (30 * MINUTE + 1, 6_000),
        (35 * MINUTE + 59, 6_000),
        (36 * MINUTE, 6_000),
        (36 * MINUTE + 1, 7_000),
        (60 * MINUTE, 10_000),
        (60 * MINUTE + 1, 11_000),
        (24 * HOUR, 240_000),
    ],
)
def test_the_tariff_at_the_edges(seconds: int, due: int) -> None:
    assert price(replace(named(BICYCLE), cap=None), seconds) == due


@pytest.mark.parametrize(
    ("name", "seconds", "due"),
    [
        (BICYCLE, 5 * HOUR - 6 * MINUTE + 1, 50_000),
        (BICYCLE, 24 * HOUR, 50_000),
        (BICYCLE, 24 * HOUR + 1, 100_000),
        (BICYCLE, 48 * HOUR, 100_000),
        (ELECTRIC, 0, 10_000),
        (ELECTRIC, 30 * MINUTE, 10_000),
        (ELECTRIC, 30 * MINUTE + 1, 20_000),
        (ELECTRIC, 24 * HOUR, 100_000),
        (DAY_PASS, 450 * MINUTE, 50_000),
        (DAY_PASS, 450 * MINUTE + 1, 51_000),
        (DAY_PASS, 72 * HOUR, 100_000),
    ],
)
def test_a_forgotten_bike_costs_no_more_than_the_cap(
    name: str, seconds: int, due: int
) -> None:
    assert price(named(name), seconds) == due


@given(plans, durations)
def test_the_bill_is_the_price_by_the_published_plan(plan: Plan, seconds: int) -> None:
    published = gbfs_plan(plan)

    assert price(plan, seconds) == price_by_feed(published, max(seconds - 1, 0))


@given(plans, durations)
def test_the_bill_differs_from_the_feed_in_the_riders_favour_only(
    plan: Plan, seconds: int
) -> None:
    published, bill = gbfs_plan(plan), price(plan, seconds)

    assert bill <= price_by_feed(published, seconds)
    if seconds % MINUTE:
        assert bill == price_by_feed(published, seconds)


@given(plans, durations, st.integers(0, HOUR))
def test_a_longer_ride_is_never_cheaper(plan: Plan, seconds: int, more: int) -> None:
    assert price(plan, seconds) <= price(plan, seconds + more)


@given(plans, durations)
def test_a_plan_that_a_rental_kept_gives_the_same_bill(
    plan: Plan, seconds: int
) -> None:
    assert price(read(plan.document()), seconds) == price(plan, seconds)


@given(st.lists(st.integers(0, 6 * HOUR), max_size=8))
def test_the_rides_of_a_pass_cost_together_what_one_ride_would(
    rides: list[int],
) -> None:
    plan, used, due = named(DAY_PASS), 0, 0
    for seconds in rides:
        due += price_on_pass(plan, seconds, used=used)
        used += seconds

    assert plan.price + due == price(plan, used)


def test_the_ride_that_uses_up_a_pass_pays_steps_and_no_new_first_price() -> None:
    plan = named(DAY_PASS)

    assert price_on_pass(plan, 10 * MINUTE, used=440 * MINUTE) == 0
    assert price_on_pass(plan, 10 * MINUTE + 1, used=440 * MINUTE) == 1_000
    assert price_on_pass(plan, 22 * MINUTE, used=440 * MINUTE) == 2_000


def test_less_than_no_time_is_refused() -> None:
    with pytest.raises(ValueError, match="-1 seconds"):
        price(named(BICYCLE), -1)
