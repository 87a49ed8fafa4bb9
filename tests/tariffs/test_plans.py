"""Plans: dated, whole, and such that what is published is what is billed."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from citizen_api.tariffs.plans import (
    BICYCLE,
    DAY_PASS,
    ELECTRIC,
    PLANS,
    BadPlan,
    Cap,
    NoPlan,
    Plan,
    Step,
    ensure_apart,
    plan_on,
    plans_on,
    read,
)
from citizen_api.tariffs.published import gbfs_plan

TODAY = date(2026, 11, 21)


def bicycle() -> Plan:
    return plan_on(BICYCLE, TODAY)


def test_three_plans_are_in_force_each_once() -> None:
    assert [plan.id for plan in plans_on(TODAY)] == [BICYCLE, ELECTRIC, DAY_PASS]


def test_before_the_first_day_there_is_no_plan() -> None:
    with pytest.raises(NoPlan, match="2023-02-21"):
        plan_on(BICYCLE, date(2023, 2, 21))


def test_the_day_a_plan_ends_belongs_to_the_next_one() -> None:
    ends = replace(bicycle(), valid_to=TODAY)

    assert ends.is_good(date(2026, 11, 20))
    assert not ends.is_good(TODAY)
    assert ensure_apart([replace(bicycle(), valid_from=TODAY), ends])


def test_two_prices_of_one_plan_on_one_day_are_refused() -> None:
    with pytest.raises(BadPlan, match="two plans"):
        ensure_apart([bicycle(), replace(bicycle(), valid_from=TODAY)])


@pytest.mark.parametrize(
    "changed",
    [
        {"price": 0},
        {"minutes": 0},
        {"step": Step(0, 6)},
        {"step": Step(1000, 0)},
        {"valid_to": date(2023, 2, 22)},
        {"cap": Cap(5_000, 1440)},
        {"cap": Cap(50_500, 1440)},
        {"cap": Cap(50_000, 299)},
    ],
)
def test_a_plan_that_could_not_be_published_is_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(BadPlan):
        replace(bicycle(), **changed)


def without_price(document: dict[str, Any]) -> None:
    del document["price"]


def with_a_word_more(document: dict[str, Any]) -> None:
    document["surcharge"] = 1


def without_a_step(document: dict[str, Any]) -> None:
    document["step"] = None


@pytest.mark.parametrize("spoil", [without_price, with_a_word_more, without_a_step])
def test_a_document_that_is_no_plan_is_refused(
    spoil: Callable[[dict[str, Any]], None],
) -> None:
    document = bicycle().document()
    spoil(document)

    with pytest.raises(BadPlan, match="not a plan"):
        read(document)


@pytest.mark.parametrize("plan", PLANS)
def test_a_plan_survives_json(plan: Plan) -> None:
    ended = replace(plan, valid_to=TODAY)

    assert read(json.loads(json.dumps(plan.document()))) == plan
    assert read(json.loads(json.dumps(ended.document()))) == ended


def test_a_plan_is_published_whole() -> None:
    published = gbfs_plan(bicycle())

    assert published["price"] == 5_000
    assert published["currency"] == "VND"
    assert published["is_taxable"] is False
    assert [name["language"] for name in published["name"]] == ["vi", "en"]
    assert published["per_min_pricing"] == [
        {"start": 30, "rate": 1000, "interval": 6, "end": 300},
        {"start": 1440, "rate": 50_000, "interval": 1440},
    ]
