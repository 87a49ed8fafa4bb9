"""Proof of having been there, through HTTP."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from citizen_api.links.rules import Place
from citizen_api.visits.actions import forget
from geo.points import Point
from tests.conftest import NOON
from tests.factories import Stall, build, changing
from tests.links import codes as printed_codes
from tests.reviews.phones import problem
from tests.visits.guests import Guest

FAR = {"lat": 20.90, "lon": 106.70}
GUESSED = "222222"
VISITS = text("SELECT * FROM visits ORDER BY id")


def visits(city: Flask) -> list[dict[str, Any]]:
    with changing(city) as session:
        return [dict(row) for row in session.execute(VISITS).mappings()]


def test_the_code_that_the_venue_shows_is_a_proof(guest: Guest, city: Flask) -> None:
    answer = guest.prove(code=guest.shown())

    assert answer.status_code == 201
    assert answer.get_json() == {
        "venue_id": guest.venue,
        "how": "code",
        "day": "2026-11-21",
        "counts_until": "2026-11-28",
    }
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_scan_on_the_spot_is_a_proof_and_the_position_is_not_kept(
    guest: Guest, city: Flask
) -> None:
    answer = guest.scan(guest.printed())

    assert (answer.status_code, answer.get_json()["how"]) == (201, "scan")
    kept = visits(city)[-1]
    assert kept.keys() == {"id", "venue_id", "device_id", "person_id", "day", "how"}


def test_the_same_day_again_is_the_same_visit(guest: Guest) -> None:
    first, again = guest.prove(code=guest.shown()), guest.scan(guest.printed())

    assert (first.status_code, again.status_code) == (201, 200)


def test_a_rating_before_the_visit_is_marked(guest: Guest) -> None:
    guest.rate(guest.venue, stars=5)
    assert guest.visited() is False

    guest.prove(code=guest.shown())

    assert guest.visited() is True


def test_a_rating_after_the_visit_is_marked(guest: Guest) -> None:
    guest.prove(code=guest.shown())

    guest.rate(guest.venue, stars=5)

    assert guest.visited() is True


def test_a_visit_marks_no_other_rating(guest: Guest, city: Flask) -> None:
    other = Guest(city)
    guest.rate(guest.venue, stars=5)

    other.prove(guest.venue, code=guest.shown())

    assert guest.visited() is False


def test_each_code_is_good_for_thirty_guests(guest: Guest, city: Flask) -> None:
    shown = guest.shown()
    used = guest.prove(code=shown)
    limit = "UPDATE throttle_counts SET count = 30 WHERE scope = 'visit-codes'"
    with changing(city) as session:
        session.execute(text(limit))

    answer = Guest(city).prove(guest.venue, code=shown)

    assert used.status_code == 201
    assert (answer.status_code, problem(answer)) == (409, "visit-code-used-up")
    assert guest.prove(code=shown).status_code == 200


def test_who_guesses_is_stopped(guest: Guest) -> None:
    answers = [guest.prove(code=GUESSED) for _ in range(6)]

    assert {problem(each) for each in answers[:5]} == {"wrong-visit-code"}
    assert problem(answers[5]) == "too-many-requests"
    assert guest.prove(code=guest.shown()).status_code == 429


def test_a_mistyped_code_is_no_guess(guest: Guest) -> None:
    for _ in range(8):
        answer = guest.prove(code="22222X")

    assert (answer.status_code, problem(answer)) == (422, "mistyped-visit-code")


def test_an_old_code_is_told_apart(guest: Guest, city: Flask) -> None:
    shown = guest.shown()
    city.config["CLOCK"] = lambda: NOON + timedelta(minutes=11)
    try:
        answer = guest.prove(code=shown)
    finally:
        city.config["CLOCK"] = lambda: NOON

    assert (answer.status_code, problem(answer)) == (410, "visit-code-expired")


def test_the_code_of_another_venue_is_no_proof(guest: Guest, city: Flask) -> None:
    other = Guest(city)

    assert problem(guest.prove(code=other.shown())) == "wrong-visit-code"
    assert problem(guest.scan(other.printed())) == "code-of-another-venue"


@pytest.mark.parametrize(
    ("position", "named"),
    [
        (FAR, "too-far-away"),
        ({"accuracy_m": 1500}, "position-too-rough"),
    ],
)
def test_who_is_not_there_is_told_so(
    guest: Guest, position: dict[str, Any], named: str
) -> None:
    answer = guest.scan(guest.printed(), **position)

    assert (answer.status_code, problem(answer)) == (409, named)


def test_where_the_code_hangs_counts_before_where_the_venue_is(guest: Guest) -> None:
    elsewhere = Place(Point(FAR["lon"], FAR["lat"]), 50)
    code = guest.printed(place=elsewhere)

    assert problem(guest.scan(code)) == "too-far-away"
    assert guest.scan(code, **FAR).status_code == 201


def test_a_closed_venue_has_no_guests(city: Flask) -> None:
    guest = Guest(city, Stall(hours="Mo-Su 18:00-22:00"))

    assert problem(guest.scan(guest.printed())) == "venue-closed-now"


def test_who_pays_at_closing_time_was_there(city: Flask) -> None:
    guest = Guest(city, Stall(hours="Mo-Su 06:00-11:30"))

    assert guest.scan(guest.printed()).status_code == 201


def test_a_venue_of_unknown_hours_may_have_guests_at_any_time(city: Flask) -> None:
    guest = Guest(city, Stall(hours=None))

    assert guest.scan(guest.printed()).status_code == 201


def test_a_venue_without_a_place_has_its_code_only(city: Flask) -> None:
    guest = Guest(city, Stall(hours="24/7", place=None))

    assert problem(guest.scan(guest.printed())) == "venue-place-unknown"
    assert guest.prove(code=guest.shown()).status_code == 201


def test_a_printed_code_out_of_use_is_no_proof(guest: Guest) -> None:
    over = guest.printed(ends_at=NOON - timedelta(days=1))

    assert problem(guest.scan(over)) == "expired-code"
    assert problem(guest.scan(printed_codes.mistyped(over))) == "mistyped-code"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"code": "222222", "scan": {"code": "a", "lat": 1, "lon": 1, "accuracy_m": 1}},
        {"code": 7},
        {"code": "2" * 65},
        {"scan": {"code": "4JT86HPJ", "lat": 91, "lon": 0, "accuracy_m": 1}},
        {"scan": {"code": "4JT86HPJ", "lat": 1, "lon": 0}},
    ],
)
def test_what_is_no_proof_at_all_is_refused(guest: Guest, body: dict[str, Any]) -> None:
    answer = guest.prove(**body)

    assert (answer.status_code, problem(answer)) == (422, "invalid-request")


def test_only_the_owner_shows_a_code(guest: Guest, city: Flask) -> None:
    (other,) = build(city, Stall())
    where = f"/v1/venues/{other}/visit-codes"

    assert guest.client.post(where).status_code == 401


def test_visits_are_forgotten_after_a_week(guest: Guest, city: Flask) -> None:
    guest.rate(guest.venue, stars=5)
    guest.prove(code=guest.shown())

    with changing(city) as session:
        forget(session, NOON + timedelta(days=7))
        assert session.execute(VISITS).all()
        forget(session, NOON + timedelta(days=8))
        assert not session.execute(VISITS).all()
    assert guest.visited() is True


def test_a_marked_rating_stays_so_when_it_is_rewritten_after_that_week(
    guest: Guest, city: Flask
) -> None:
    guest.rate(guest.venue, stars=5)
    guest.prove(code=guest.shown())
    with changing(city) as session:
        forget(session, NOON + timedelta(days=8))

    assert guest.rate(guest.venue, if_match="*", stars=4).status_code == 200

    assert guest.visited() is True
