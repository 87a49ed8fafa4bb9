"""The score: a shrunk mean, with the plain mean and the count beside it."""

from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, text

from citizen_api.reviews.rules import shrunk_score
from tests.reviews.addresses import VENUE
from tests.reviews.phones import Phone, all_reviews

SCORE = text("SELECT shrunk_score(:ratings, :stars)")


@st.composite
def ratings(draw: st.DrawFn) -> tuple[int, int]:
    """How many rated, and the sum of their stars."""
    count = draw(st.integers(1, 4_000_000) | st.integers(1, 50))
    return count, draw(st.integers(count, 5 * count))


@given(ratings())
@settings(max_examples=500, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_database_and_the_rule_agree(
    connection: Connection, rated: tuple[int, int]
) -> None:
    count, stars = rated

    in_database = connection.scalar(SCORE, {"ratings": count, "stars": stars})

    assert in_database / 100 == shrunk_score(count, stars)


def test_nobody_rated_is_no_score(connection: Connection) -> None:
    assert connection.scalar(SCORE, {"ratings": 0, "stars": 0}) == 0
    assert shrunk_score(0, 0) is None


@given(ratings())
def test_a_score_lies_between_what_was_supposed_and_the_plain_mean(
    rated: tuple[int, int],
) -> None:
    count, stars = rated
    mean = stars / count
    score = shrunk_score(count, stars)

    assert score is not None
    assert min(mean, 3.5) - 0.005 <= score <= max(mean, 3.5) + 0.005


def test_one_enthusiast_does_not_make_a_five_star_venue() -> None:
    assert shrunk_score(1, 5) == 3.75


def test_a_thousand_do() -> None:
    assert shrunk_score(1000, 5000) == 4.99


def test_the_list_shows_score_mean_count_and_histogram(fresh: Flask) -> None:
    for stars in (5, 5, 4, 1):
        Phone(fresh).rate(stars=stars)

    assert all_reviews(fresh)["score"] == {
        "score": shrunk_score(4, 15),
        "stars_mean": 3.75,
        "ratings_count": 4,
        "histogram": {"1": 1, "2": 0, "3": 0, "4": 1, "5": 2},
    }


def test_the_card_of_the_venue_shows_the_same(fresh: Flask) -> None:
    for stars in (5, 2):
        Phone(fresh).rate(stars=stars)

    card = fresh.test_client().get(f"/v1/venues/{VENUE}").get_json()

    for name, value in all_reviews(fresh)["score"].items():
        assert card[name] == value


def test_a_change_of_mind_moves_the_score(fresh: Flask, phone: Phone) -> None:
    tag = phone.rate(stars=5).headers["ETag"]
    phone.rate(stars=1, if_match=tag)

    assert all_reviews(fresh)["score"]["score"] == shrunk_score(1, 1)


def test_a_change_of_the_text_alone_leaves_the_score(
    fresh: Flask, phone: Phone
) -> None:
    tag = phone.rate(stars=5).headers["ETag"]
    before = all_reviews(fresh)["score"]
    phone.rate(stars=5, text="Thêm vài lời", if_match=tag)

    assert all_reviews(fresh)["score"] == before


def test_the_last_rating_taken_back_leaves_no_score(fresh: Flask, phone: Phone) -> None:
    phone.rate(stars=5)
    phone.withdraw(if_match="*")

    score = all_reviews(fresh)["score"]
    assert (score["score"], score["ratings_count"]) == (None, 0)
