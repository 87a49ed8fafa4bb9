"""Whoever belongs to a venue does not count there, and how they stop belonging."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import text

from citizen_api.reviews.claiming import sweep
from tests.conftest import NOON
from tests.factories import changing, signed_in
from tests.reviews.addresses import VENUE
from tests.reviews.citizens import Someone, ask, decide, moderator, owner, queue
from tests.reviews.phones import all_reviews, problem

SOLD = text(
    "UPDATE roles_held SET valid_from = valid_from - interval '9 days',"
    " valid_to = :now WHERE role = 'venue_owner'"
)
EDITED = text(
    "INSERT INTO listing_changes (venue_id, at, by, who, part, before, after, state)"
    " SELECT venue_id, now(), 'person:' || person_id, 'owner', 'contacts', '{}', '{}',"
    " 'live' FROM reviews"
)


@pytest.fixture
def who(fresh: Flask) -> Someone:
    return moderator(fresh)


def test_a_conflict_is_appealed_against(fresh: Flask, who: Someone) -> None:
    writer = owner(fresh)
    number = writer.rate(stars=5).get_json()["id"]

    case = ask(
        writer, "POST", f"/v1/reviews/{number}/appeals", {"text": "Tôi đã bán quán."}
    ).get_json()["case_id"]

    assert problem(decide(who, case, "grant")) == "owner-still"
    with changing(fresh) as session:
        session.execute(SOLD, {"now": NOON})
    assert decide(who, case, "grant").status_code == 200
    with changing(fresh) as session:
        sweep(session, datetime.now(UTC))
    assert all_reviews(fresh)["score"]["ratings_count"] == 1


def test_words_found_fine_do_not_count_for_who_changed_the_listing(
    fresh: Flask, who: Someone
) -> None:
    writer = owner(fresh)
    listing, body = f"/v1/venues/{VENUE}/listing", {"description": {"vi": "Ngon"}}
    assert ask(writer, "PATCH", listing, body, if_match="*").status_code == 200
    with changing(fresh) as session:
        session.execute(text("DELETE FROM roles_held WHERE role = 'venue_owner'"))
    writer.rate(stars=5, text="Ngon, gọi 0912 345 678")

    decide(who, queue(who)[0]["id"], "count")

    told = writer.read().get_json()
    assert (told["state"], told["reason"]["code"]) == ("held", "own_edit")


def test_what_was_written_before_its_writer_changed_the_listing_is_held(
    fresh: Flask,
) -> None:
    writer = Someone(fresh, signed_in(fresh))
    writer.rate(stars=5)

    with changing(fresh) as session:
        session.execute(EDITED)
        sweep(session, datetime.now(UTC))

    assert writer.read().get_json()["reason"]["code"] == "own_edit"
