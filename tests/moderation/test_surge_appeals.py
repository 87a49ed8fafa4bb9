"""Surges that moderators open, and those that owners appeal against."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from citizen_api.reviews.surges import watch
from tests.conftest import NOON, close, copied, make_app
from tests.factories import changing, database_of
from tests.reviews.addresses import OTHER, VENUE
from tests.reviews.attacks import strike
from tests.reviews.citizens import CASES, ask, decide, moderator, owner, queue
from tests.reviews.phones import Phone, all_reviews, problem

BY_HAND = "/v1/moderation/surges"
SURGES = f"?state=open&kind=surge&venue={VENUE}"
WORDS = {"text": "Đêm đó quán đóng cửa."}


@pytest.fixture(scope="module")
def struck(server_url: str, seeded_url: str, worker: str) -> Iterator[Flask]:
    """A city in which a venue is in a surge."""
    app = make_app(copied(server_url, f"seeded_{worker}", f"appeals_{worker}"))
    with changing(app) as session:
        strike(session, at=datetime.now(UTC))
    Phone(app).rate(stars=1)
    yield app
    close(app)


def notice(app: Flask) -> Any:
    """What everybody reads of the surge."""
    return all_reviews(app)["score"]["score_explained"]["surge"]


def test_an_owner_appeals_and_two_moderators_drop_it(struck: Flask) -> None:
    who, other = moderator(struck), moderator(struck, "P006")
    appeals = f"/v1/surges/{notice(struck)['id']}/appeals"

    case = ask(owner(struck), "POST", appeals, WORDS).get_json()["case_id"]

    shown = ask(who, "GET", f"{CASES}/{case}").get_json()["about"]
    assert shown["appeals"][0]["text"] == WORDS["text"]
    assert VENUE in [each["id"] for each in shown["venues"]]
    assert decide(who, case, "grant").get_json()["state"] == "proposed"
    assert held(struck) == "held"
    path = f"{CASES}/{case}/second"
    assert problem(ask(who, "POST", path, {"agrees": True})) == "another-person-needed"
    assert ask(other, "POST", path, {"agrees": True}).status_code == 200
    assert (held(struck), notice(struck), queue(who, SURGES)) == ("dropped", None, [])

    assert ask(who, "POST", f"{CASES}/{case}/undo").status_code == 200
    assert held(struck) == "held"
    assert len(queue(who, SURGES)) == 1


def held(app: Flask) -> str:
    """What became of the one review of the venue."""
    with changing(app) as session:
        asked = "SELECT state FROM reviews WHERE stars = 1"
        found: str = session.execute(text(asked)).scalar_one()
    return found


def test_a_moderator_who_sees_a_surge_opens_it_and_another_decides(
    struck: Flask,
) -> None:
    who, other = moderator(struck), moderator(struck, "P006")
    phone, body = Phone(struck), {"venue_id": OTHER}
    phone.rate(OTHER, stars=5)

    opened, again = (ask(who, "POST", BY_HAND, body) for _ in range(2))

    assert (opened.status_code, opened.get_json()["reason"]) == (201, "person")
    assert opened.get_json()["id"] == again.get_json()["id"]
    with changing(struck) as session:
        written = text("UPDATE reviews SET updated_at = :at WHERE stars = 5")
        session.execute(written, {"at": NOON})
    watch(database_of(struck), NOON)
    assert phone.read(OTHER).get_json()["state"] == "held"
    case = opened.get_json()["id"]
    assert problem(decide(who, case, "release")) == "another-person-needed"
    assert decide(other, case, "release").status_code == 200
    assert phone.read(OTHER).get_json()["state"] == "counted"
    assert problem(ask(phone, "POST", BY_HAND, body)) == "not-signed-in"
    unknown = ask(who, "POST", BY_HAND, {"venue_id": "no-such-venue"})
    assert problem(unknown) == "not-found"
