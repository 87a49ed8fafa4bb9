"""The owner's one reply: dated, editable, for the own venue only."""

from typing import Any

import pytest
from flask import Flask

from tests.reviews.addresses import OTHER
from tests.reviews.citizens import Someone, ask, owner
from tests.reviews.phones import Phone, problem

TEXT = {"text": "Cảm ơn bạn."}


@pytest.fixture
def who(fresh: Flask) -> Someone:
    return owner(fresh)


@pytest.fixture
def reply(fresh: Flask, phone: Phone) -> str:
    """Where the reply to a review is."""
    return f"/v1/reviews/{phone.rate(stars=2).get_json()['id']}/reply"


def test_a_reply_stands_beside_the_review(
    phone: Phone, who: Someone, reply: str
) -> None:
    made = ask(who, "PUT", reply, TEXT)

    assert made.status_code == 201
    shown = phone.newest()["reply"]
    assert (shown["text"], shown["edited"]) == ("Cảm ơn bạn.", False)
    assert "written_by" not in shown
    assert ask(who, "PUT", reply, TEXT).status_code == 200
    assert ask(who, "GET", reply).headers["ETag"] == made.headers["ETag"]


def test_a_change_says_what_it_starts_from(
    phone: Phone, who: Someone, reply: str
) -> None:
    tag = ask(who, "PUT", reply, TEXT).headers["ETag"]
    other = {"text": "Mời bạn quay lại."}

    assert problem(ask(who, "PUT", reply, other)) == "version-required"
    assert ask(who, "PUT", reply, other, tag).status_code == 200
    assert problem(ask(who, "PUT", reply, TEXT, tag)) == "stale-version"
    assert phone.newest()["reply"]["edited"] is True
    assert problem(ask(who, "DELETE", reply, None, tag)) == "stale-version"
    assert ask(who, "DELETE", reply, None, "*").status_code == 204
    assert phone.newest()["reply"] is None
    assert problem(ask(who, "DELETE", reply, None, "*")) == "not-found"


def test_only_the_owner_of_this_venue_answers(
    fresh: Flask, phone: Phone, reply: str
) -> None:
    stranger = owner(fresh, OTHER, persona="P004")

    assert problem(ask(stranger, "PUT", reply, TEXT)) == "role-missing"
    assert problem(ask(phone, "PUT", reply, TEXT)) == "not-signed-in"
    assert problem(ask(stranger, "PUT", "/v1/reviews/999/reply", TEXT)) == "not-found"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"text": ""},
        {"text": "x" * 2001},
        {"text": "a\u202eb"},
        {"text": 5},
        {"text": None},
        {"text": "Gọi 0912 345 678"},
        {"text": "Xem quanngon.com"},
        {"text": "ngon", "stars": 5},
        [],
    ],
)
def test_what_is_no_reply_is_named(who: Someone, reply: str, body: Any) -> None:
    assert problem(ask(who, "PUT", reply, body)) == "invalid-request"
