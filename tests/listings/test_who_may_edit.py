"""Only who keeps a venue now edits it; every refusal and every edit is recorded."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from citizen_api.roles.actions import revoke
from citizen_api.roles.models import Role
from tests.conftest import NOON
from tests.factories import changing, last_entry, on_staff
from tests.listings.owning import RIVAL, Keeper, keeper, moderator, person
from tests.reviews.phones import problem

DISH = "banh-da-cua"
DOORS: tuple[tuple[str, str, Any], ...] = (
    ("GET", "", None),
    ("PATCH", "", {"name": "Của tôi"}),
    ("PUT", f"/dishes/{DISH}", {"price": None}),
    ("DELETE", f"/dishes/{DISH}", None),
    ("PUT", f"/dishes/{DISH}/sold-out", None),
    ("DELETE", f"/dishes/{DISH}/sold-out", None),
    ("PUT", "/days/2026-12-01", {"hours": None}),
    ("DELETE", "/days/2026-12-01", None),
    ("PUT", "/closed-today", None),
    ("DELETE", "/closed-today", None),
    ("POST", "/confirmation", None),
    ("GET", "/changes", None),
)


@pytest.mark.parametrize(("method", "part", "body"), DOORS)
def test_a_foreign_venue_is_refused_and_the_refusal_recorded(
    shared: Flask, method: str, part: str, body: Any
) -> None:
    owner = keeper(shared)
    other = Keeper(shared, keeper(shared).venue, RIVAL)
    other.venue = owner.venue

    answer = other.send(method, part, body)

    assert (answer.status_code, problem(answer)) == (403, "role-missing")
    assert "door.refused" in str(last_entry(shared))


@pytest.mark.parametrize(("method", "part", "body"), DOORS)
def test_who_holds_no_role_is_refused(
    shared: Flask, method: str, part: str, body: Any
) -> None:
    owner = keeper(shared)
    owner.who = person(shared, "P018")

    assert problem(owner.send(method, part, body)) == "role-missing"


def test_a_revoked_role_opens_nothing_any_more(shared: Flask) -> None:
    owner = keeper(shared)
    owner.read()
    with changing(shared) as session:
        number = session.scalar(
            text("SELECT id FROM roles_held WHERE scope = :venue"),
            {"venue": owner.venue},
        )
        revoke(session, int(number or 0), by="command", at=NOON)

    assert problem(owner.send("PUT", "/closed-today")) == "role-missing"


def test_moderators_read_a_listing_but_edit_none(shared: Flask) -> None:
    owner = keeper(shared)
    owner.who = moderator(shared)

    assert owner.read()["id"] == owner.venue
    assert owner.changes() == []
    assert problem(owner.send("PUT", "/closed-today")) == "role-missing"


def test_an_edit_is_recorded_without_what_was_written(shared: Flask) -> None:
    owner = keeper(shared)

    owner.change(contacts={"phone": "0912345678"})

    event = str(last_entry(shared))
    assert "listing.changed" in event
    assert "contacts" in event
    assert "912345678" not in event


@pytest.mark.parametrize(
    ("method", "part", "body"),
    [
        ("PUT", "/dishes/no-such-dish", {"price": None}),
        ("DELETE", "/dishes/no-such-dish", None),
        ("DELETE", "/dishes/nem-cua-be", None),
        ("PUT", "/dishes/nem-cua-be/sold-out", None),
        ("PUT", "/dishes/no-such-dish/sold-out", None),
    ],
)
def test_a_dish_that_is_not_there_is_not_found(
    shared: Flask, method: str, part: str, body: Any
) -> None:
    assert problem(keeper(shared).send(method, part, body)) == "not-found"


def test_an_unknown_venue_is_not_found_by_moderators(shared: Flask) -> None:
    who = Keeper(shared, "no-such-venue")
    who.who = on_staff(shared, Role.MODERATOR, persona="P005")

    assert problem(who.send("GET")) == "not-found"


def test_the_owners_list_tells_what_waits_and_what_is_stale(shared: Flask) -> None:
    owner = keeper(shared)
    owner.persona = "P019"
    owner.who = on_staff(shared, Role.VENUE_OWNER, owner.venue, "P019")
    owner.change(name="Tên khác")

    answer = owner.client.get("/v1/me/venues", headers=owner.who)

    (item,) = answer.get_json()["items"]
    owner.read()
    assert (item["id"], item["waiting"], item["stale_prices"]) == (owner.venue, 1, 1)
    assert (item["etag"], item["nudged_at"]) == (owner.tag, None)
