"""The score: a shrunk mean, with the plain mean and the count beside it."""

from flask import Flask

from citizen_api.scores.rules import shrunk_score
from tests.reviews.addresses import VENUE
from tests.reviews.phones import Phone, all_reviews


def test_the_list_shows_score_mean_count_and_histogram(fresh: Flask) -> None:
    for stars in (5, 5, 4, 1):
        Phone(fresh).rate(stars=stars)

    shown = all_reviews(fresh)["score"]
    del shown["score_explained"]
    assert shown == {
        "score": shrunk_score(4, 4, 15),
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

    assert all_reviews(fresh)["score"]["score"] == shrunk_score(1, 1, 1)


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
