"""Owners appeal against a surge: two persons drop it, and it can be undone."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from citizen_api.reviews.surges import open_by_hand
from tests.conftest import close, copied, make_app
from tests.factories import changing
from tests.reviews.addresses import VENUE
from tests.reviews.citizens import CASES, ask, decide, moderator, owner, queue
from tests.reviews.phones import Phone, all_reviews, problem

NAMED = text("SELECT id, folded FROM venues WHERE slug = :slug")
SURGES = "?state=open&kind=surge"
WORDS = {"text": "Đêm đó quán đóng cửa."}


@pytest.fixture(scope="module")
def struck(server_url: str, seeded_url: str, worker: str) -> Iterator[Flask]:
    """A city in which a venue is in a surge."""
    app = make_app(copied(server_url, f"seeded_{worker}", f"appeals_{worker}"))
    with changing(app) as session:
        venue, name = session.execute(NAMED, {"slug": VENUE}).one()
        open_by_hand(session, venue, name, "system", datetime.now(UTC))
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
        found: str = session.execute(text("SELECT state FROM reviews")).scalar_one()
    return found
