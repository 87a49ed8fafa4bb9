"""Who is open, against a second reading of the texts, minute by minute."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import NOON
from tests.venues.conftest import Town
from tests.venues.opening import is_open, is_sure
from tests.venues.walking import ids, walked

WEEK = [NOON + timedelta(minutes=minute) for minute in range(0, 7 * 24 * 60, 61)]


def open_ids(client: FlaskClient, moment: datetime, **asked: Any) -> set[str]:
    """The ids of the venues that are open at a moment."""
    return set(ids(walked(client, 100, open_at=moment.isoformat(), **asked)))


def expected(facts: Town, slugs: Iterable[str], moment: datetime) -> set[str]:
    """Those that are open by a second reading; "15:00+" is read by hand above."""
    told = {slug: facts.venues[slug].hours for slug in slugs}
    return {
        slug
        for slug, hours in told.items()
        if hours and "+" not in hours and is_open(hours, moment)
    }


def unended(facts: Town) -> set[str]:
    """The ids of the venues whose hours have no end ("15:00+")."""
    return {slug for slug, fact in facts.venues.items() if "+" in (fact.hours or "")}


@pytest.mark.parametrize("at", range(0, len(WEEK), 12))
def test_a_town_is_open_as_its_texts_say(
    town: FlaskClient, facts: Town, at: int
) -> None:
    moment = WEEK[at]

    found = open_ids(town, moment)

    assert found - unended(facts) == expected(facts, facts.venues, moment)


@given(minute=st.integers(0, 6 * 365 * 24 * 60 - 1))
@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_at_any_minute_of_six_years_the_list_is_what_the_texts_say(
    town: FlaskClient, facts: Town, minute: int
) -> None:
    moment = datetime(2025, 1, 1, tzinfo=NOON.tzinfo) + timedelta(minutes=minute)
    dish = "bun-ca-cay"

    found = open_ids(town, moment, dish=dish)

    assert found - unended(facts) == expected(facts, facts.prices[dish], moment)


@pytest.mark.parametrize("day", ["2026-11-24", "2027-02-05", "2027-04-30"])
@pytest.mark.parametrize("clock", ["00:30", "02:00", "09:00", "22:30"])
@pytest.mark.parametrize("later", [0, 1], ids=["that-day", "the-day-after"])
def test_what_is_listed_around_a_holiday_is_as_sure_as_its_shift(
    town: FlaskClient, facts: Town, day: str, clock: str, later: int
) -> None:
    moment = datetime.fromisoformat(f"{day}T{clock}+07:00") + timedelta(days=later)

    found = walked(town, 100, open_at=moment.isoformat())

    told = {item["id"]: item["open"] for item in found}
    sure = {slug for slug, state in told.items() if state["known"]}
    ended = told.keys() - unended(facts)
    assert all(state["now"] for state in told.values())
    assert sure & ended == {
        slug for slug in ended if is_sure(facts.venues[slug].hours or "", moment)
    }
