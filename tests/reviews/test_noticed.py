"""A burst of ratings from the first phone to the notice that everybody reads."""

import time
from typing import Any

from flask import Flask

from tests.reviews.addresses import VENUE
from tests.reviews.citizens import moderator, queue
from tests.reviews.phones import Phone, all_reviews

PHONES = 40
PATIENCE_S = 10


def settled(app: Flask) -> dict[str, Any]:
    """What everybody reads of the score, once no rating of the burst counts."""
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        score: dict[str, Any] = all_reviews(app)["score"]
        if score["score_explained"]["surge"] and not score["ratings_count"]:
            break
        time.sleep(0.05)
    return score


def test_forty_phones_at_once_are_held_with_a_notice_and_a_case(fresh: Flask) -> None:
    for _ in range(PHONES):
        assert Phone(fresh).rate(stars=1).status_code == 201

    score = settled(fresh)

    assert (score["ratings_count"], score["score"]) == (0, None)
    surge = score["score_explained"]["surge"]
    assert (surge["kind"], surge["held"]) == ("day", PHONES)
    (case,) = queue(moderator(fresh), "?state=open&kind=surge")
    assert (case["subject"], case["venue_id"]) == (f"surge:{surge['id']}", VENUE)
    page = fresh.test_client().get(f"/venues/{VENUE}?lang=en").get_data(as_text=True)
    assert "Unusual ratings are held here" in page
    assert "40 ratings do not count" in page
