"""What a surge holds stays held, whatever its writer does to the words."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import text

from tests.conftest import close, copied, make_app
from tests.factories import changing, database_of
from tests.reviews.attacks import nights, strike
from tests.reviews.citizens import CASES, ask, decide, moderator, queue
from tests.reviews.phones import Phone, all_reviews

WITH_PHONE = "Dở, gọi 0912 345 678."


@pytest.fixture(scope="module")
def struck(server_url: str, seeded_url: str, worker: str) -> Iterator[Flask]:
    """A city in which a venue is in a surge."""
    app = make_app(copied(server_url, f"seeded_{worker}", f"struck_{worker}"))
    with changing(app) as session:
        strike(session, at=datetime.now(UTC))
    yield app
    close(app)


@pytest.fixture
def hidden(struck: Flask) -> Phone:
    """A phone whose review the surge held, until it got words to be looked at."""
    phone = Phone(struck)
    assert phone.rate(stars=1).get_json()["state"] == "held"
    told = phone.rate(stars=1, text=WITH_PHONE, if_match="*").get_json()
    assert told["reason"]["code"] == "phone_number"
    return phone


def test_clean_words_do_not_bring_it_out_of_the_surge(
    struck: Flask, hidden: Phone
) -> None:
    told = hidden.rate(stars=1, text="Dở.", if_match="*").get_json()

    assert (told["state"], told["reason"]["code"]) == ("held", "surge")
    nights(database_of(struck), datetime.now(UTC) + timedelta(days=1), 3)
    assert all_reviews(struck)["score"]["ratings_count"] == 0


def test_a_moderator_who_finds_the_words_fine_does_not_either(
    struck: Flask, hidden: Phone
) -> None:
    who = moderator(struck)
    case = queue(who, "?state=open&kind=review_held")[-1]["id"]

    assert decide(who, case, "count").status_code == 200

    told = hidden.read().get_json()
    assert (told["state"], told["reason"]["code"]) == ("held", "surge")
    ask(who, "POST", f"{CASES}/{case}/undo")
    assert hidden.read().get_json()["reason"]["code"] == "phone_number"


def test_a_person_looks_at_it_when_the_surge_was_dropped_meanwhile(
    struck: Flask, hidden: Phone
) -> None:
    with changing(struck) as session:
        session.execute(text("UPDATE surges SET decision = 'drop'"))

    told = hidden.rate(stars=1, text="Dở.", if_match="*").get_json()

    with changing(struck) as session:
        session.execute(text("UPDATE surges SET decision = NULL"))
    assert (told["state"], told["reason"]["code"]) == ("held", "changed_after_drop")
