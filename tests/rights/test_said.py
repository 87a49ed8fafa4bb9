"""What a citizen said of venues is taken along, and goes with them."""

from flask import Flask

from tests.factories import database_of, known_person
from tests.media.sending import Sender
from tests.reviews.addresses import OTHER, VENUE
from tests.reviews.citizens import Someone, ask
from tests.reviews.phones import Phone, all_reviews, problem
from tests.rights.citizens import ERASURE, exported, file_of, send

GONE = (
    "review_versions",
    "review_votes",
    "review_reports",
    "photo_reports",
    "venue_reports",
    "device_people",
)


def written(app: Flask, me: Someone, phone: Phone) -> None:
    """A review with a history, by a phone that is mine; a vote, three reports."""
    tag = phone.rate(stars=5, text="Ngon").headers["ETag"]
    ask(me, "PUT", "/v1/me/devices", {"token": phone.token})
    me.rate(stars=4, text="Vẫn ngon", if_match=tag)
    other = Sender(app, OTHER)
    photo = other.send_photo().get_json()["id"]
    ask(me, "PUT", f"/v1/reviews/{other.review}/helpful")
    ask(me, "POST", f"/v1/reviews/{other.review}/reports", {"reason": "spam"})
    ask(me, "POST", f"/v1/photos/{photo}/reports", {"reason": "insult"})
    ask(me, "POST", f"/v1/venues/{OTHER}/reports", {"kind": "closed"})


def test_an_export_has_all_that_one_said(fresh: Flask) -> None:
    who = known_person(fresh)
    written(fresh, Someone(fresh, who.headers), Phone(fresh))

    told = file_of(fresh, who.headers, exported(fresh, who.headers))

    assert [each["text"] for each in told["reviews"]] == ["Vẫn ngon"]
    assert told["reviews"][0]["venue"] == VENUE
    assert [each["text"] for each in told["review_versions"]] == ["Ngon"]
    assert len(told["helpful_votes"]) == len(told["phones"]) == 1
    assert told["review_reports"][0]["fault"] == "spam"
    assert told["photo_reports"][0]["fault"] == "insult"
    assert told["venue_reports"][0]["kind"] == "closed"


def test_an_erasure_leaves_nothing_of_it(fresh: Flask) -> None:
    who, phone = known_person(fresh), Phone(fresh)
    written(fresh, Someone(fresh, who.headers), phone)

    send(fresh, "POST", ERASURE, who.headers)
    send(fresh, "POST", f"{ERASURE}/confirmation", who.headers)

    assert all_reviews(fresh)["items"] == []
    assert all_reviews(fresh)["score"]["ratings_count"] == 0
    assert all_reviews(fresh, OTHER)["items"][0]["helpful_count"] == 0
    database = database_of(fresh)
    for table in GONE:
        assert not database.find(f"SELECT FROM {table}", {})
    assert problem(phone.read()) == "not-found"
    assert phone.rate(stars=3).status_code == 201
