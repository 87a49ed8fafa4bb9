"""How a score is made: the laws of it, and the database that says the same."""

import math

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, text

from citizen_api.scores.rules import (
    HALF_LIFE_DAYS,
    is_burst,
    is_drift,
    moved_prior,
    shrunk_score,
    standing,
    weight,
)

SCORE = text(
    "SELECT shrunk_score(:weight, CAST(:stars AS bigint), CAST(:prior AS smallint))"
)
WEIGHT = text("SELECT review_weight(:standing, :visited, :days)")
STANDING = text("SELECT review_standing(:history, :days)")
AGREEING = settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
STANDINGS = st.sampled_from(["new", "single", "known"])
PRIORS = st.integers(100, 500)
DAYS = st.integers(0, 4000)


@st.composite
def weighed(draw: st.DrawFn) -> tuple[int, int]:
    """What ratings weigh together, and the sum of weight times stars."""
    together = draw(st.integers(1, 400_000_000) | st.integers(1, 5000))
    return together, draw(st.integers(together, 5 * together))


@given(weighed(), PRIORS)
@AGREEING
def test_the_database_and_the_rule_agree_on_scores(
    connection: Connection, given_: tuple[int, int], prior: int
) -> None:
    together, stars = given_
    values = {"weight": together, "stars": stars, "prior": prior}

    in_database = connection.scalar(SCORE, values)

    assert in_database / 100 == shrunk_score(1, together, stars, prior)


@given(STANDINGS, st.booleans(), DAYS)
@AGREEING
def test_the_database_and_the_rule_agree_on_weights(
    connection: Connection, known: str, visited: bool, days: int
) -> None:
    values = {"standing": known, "visited": visited, "days": days}

    assert connection.scalar(WEIGHT, values) == weight(known, visited, days)


@given(st.integers(0, 5), st.integers(0, 10))
@AGREEING
def test_the_database_and_the_rule_agree_on_standings(
    connection: Connection, history: int, days: int
) -> None:
    values = {"history": history, "days": days}

    assert connection.scalar(STANDING, values) == standing(history, days)


def test_nobody_rated_is_no_score() -> None:
    assert shrunk_score(0, 0, 0) is None


@given(weighed(), PRIORS)
def test_a_score_lies_between_the_city_and_the_mean(
    given_: tuple[int, int], prior: int
) -> None:
    together, stars = given_
    score = shrunk_score(1, together, stars, prior)

    low, high = sorted((stars / together, prior / 100))
    assert score is not None
    assert low - 0.005 <= score <= high + 0.005


def test_one_enthusiast_does_not_make_a_five_star_venue() -> None:
    assert shrunk_score(1, 100, 500) == 3.64


def test_a_thousand_do() -> None:
    assert shrunk_score(1000, 100_000, 500_000) == 4.99


def test_a_proof_of_visit_counts_twice() -> None:
    assert weight("known", True, 0) == 2 * weight("known", False, 0)


def test_a_proof_of_visit_does_not_help_a_device_that_is_new() -> None:
    assert weight("new", True, 0) == weight("new", False, 0)


@given(STANDINGS, st.booleans(), DAYS)
def test_older_ratings_never_weigh_more(known: str, visited: bool, days: int) -> None:
    assert weight(known, visited, days + 1) <= weight(known, visited, days)


def test_after_a_year_half_is_left() -> None:
    assert weight("known", False, HALF_LIFE_DAYS) == 50


def test_a_day_full_of_new_devices_moves_no_score_by_a_tenth() -> None:
    for prior in range(100, 501):
        moved = shrunk_score(20, 20, 20, prior)
        assert moved is not None
        assert math.isclose(moved, prior / 100, abs_tol=0.1)


def test_the_city_moves_by_tenths_and_only_when_many_rated() -> None:
    assert moved_prior(350, 9_900, 5 * 9_900) == 350
    assert moved_prior(350, 100_000, 359_000) == 350
    assert moved_prior(350, 100_000, 384_000) == 380


def test_many_for_this_place_are_a_burst() -> None:
    assert is_burst(30, 0.0)
    assert not is_burst(29, 0.0)
    assert not is_burst(120, 31.0)


def test_many_far_from_everybody_else_are_a_drift() -> None:
    assert is_drift(60, 1.0, 3.5)
    assert not is_drift(60, 4.6, 3.5)
    assert not is_drift(59, 1.0, 3.5)
