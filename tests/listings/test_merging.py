"""Duplicates: two moderators merge them, and the old id answers everywhere."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.test import TestResponse

from citizen_api.listings.merge_problems import MergedOnward
from citizen_api.roles.models import Role
from tests.factories import Stall, Told, build, changing, on_staff, rehearse
from tests.listings.deciding import agreed, undone
from tests.listings.owning import Keeper
from tests.media.sending import Sender
from tests.reviews.citizens import ask
from tests.reviews.phones import Phone

OLD = Stall(name="Quán cũ", serves={"cha-ruoi": [Told(20_000)]})
NEW = Stall(name="Quán mới", hours="07:00-21:00", serves={"oc": [Told(90_000)]})


@pytest.fixture
def client(shared: Flask) -> FlaskClient:
    return shared.test_client()


@pytest.fixture(scope="module")
def moderator(shared: Flask) -> dict[str, str]:
    return on_staff(shared, Role.MODERATOR)


def proposed(
    client: FlaskClient, headers: dict[str, str], old: str, new: Any
) -> TestResponse:
    """The answer to who proposes a merge."""
    path = f"/v1/venues/{old}/merge"
    return client.post(path, json={"into": new}, headers=headers)


@pytest.fixture
def merge(shared: Flask, client: FlaskClient, moderator: dict[str, str]) -> Any:
    """Merge two venues; the case."""

    def done(old: str, new: str) -> str:
        case: str = proposed(client, moderator, old, new).get_json()["case"]
        agreed(shared, case)
        return case

    return done


def test_a_merge_waits_for_a_second_moderator(
    shared: Flask, client: FlaskClient, moderator: dict[str, str]
) -> None:
    old, new = build(shared, OLD, NEW)

    first, again = (proposed(client, moderator, old, new) for _ in range(2))

    assert first.status_code == 202
    assert first.get_json() == again.get_json()
    assert first.get_json()["state"] == "proposed"
    assert client.get(f"/v1/venues/{old}").status_code == 200


def test_a_merge_is_among_the_changes_of_the_venue_that_stands(
    merge: Any, shared: Flask
) -> None:
    old, new = build(shared, OLD, NEW)
    merge(old, new)

    (told,) = Keeper(shared, new).changes()

    assert (told["part"], told["id"], told["state"]) == ("merged", None, "live")
    assert told["after"] == {"venue": OLD.name, "into": NEW.name}


def test_the_old_id_points_at_every_door(
    client: FlaskClient, merge: Any, shared: Flask
) -> None:
    old, new = build(shared, OLD, NEW)
    merge(old, new)

    for method, path in (
        ("GET", "/v1/venues/{}"),
        ("GET", "/v1/venues/{}/reviews?limit=3"),
        ("PUT", "/v1/venues/{}/reviews/mine"),
        ("POST", "/v1/venues/{}/reports"),
        ("GET", "/venues/{}?lang=en"),
        ("GET", "/venues/{}/rate"),
    ):
        answer = client.open(path.format(old), method=method)
        assert answer.status_code == 308, path
        assert answer.headers["Location"] == path.format(new)
        assert answer.get_json()["merged_into"] == new
    followed = client.get(f"/v1/venues/{old}", follow_redirects=True)
    assert followed.get_json()["id"] == new


def test_what_was_said_of_both_stands_at_one(
    shared: Flask, client: FlaskClient, merge: Any
) -> None:
    old, new = build(shared, OLD, NEW)
    rehearse(shared, old, "05:00-09:00")
    merge(old, new)

    found = client.get(f"/v1/venues/{new}").get_json()
    assert {dish["dish_id"] for dish in found["menu"]} == {"cha-ruoi", "oc"}
    assert [each["opening_hours"] for each in found["hours"]["sources"]] == [
        "05:00-09:00"
    ]
    listed = client.get("/v1/venues?dish=cha-ruoi&limit=50").get_json()["items"]
    ids = [item["id"] for item in listed]
    assert new in ids
    assert old not in ids


def test_its_name_finds_the_venue_that_it_is(
    shared: Flask, client: FlaskClient, merge: Any
) -> None:
    named = Stall(name="Quán Lạ Lùng Ngõ Gạo", serves={})
    old, new = build(shared, named, NEW)
    merge(old, new)

    items = client.get("/v1/venues?q=lạ lùng ngõ gạo").get_json()["items"]

    assert [item["id"] for item in items] == [new]


def test_a_report_of_its_photo_goes_over_to_the_venue_that_it_is(
    shared: Flask, merge: Any
) -> None:
    old, new = build(shared, OLD, NEW)
    photo = Sender(shared, old).send_photo().get_json()["id"]
    phone = Phone(shared)
    ask(phone, "POST", f"/v1/photos/{photo}/reports", {"reason": "spam"})

    merge(old, new)

    told = ask(phone, "GET", "/v1/devices/mine/photo-reports").get_json()["items"]
    assert [(each["photo_id"], each["venue"]["id"]) for each in told] == [(photo, new)]


def test_its_code_on_the_street_opens_the_venue_that_it_is(
    shared: Flask, client: FlaskClient, merge: Any
) -> None:
    old, new = build(shared, OLD, NEW)
    (code,) = codes(shared, 1)
    with changing(shared) as session:
        move = "UPDATE links SET venue_id = (SELECT id FROM venues WHERE slug = :s)"
        session.execute(text(f"{move} WHERE code = :code"), {"s": old, "code": code})
    merge(old, new)

    assert client.get(f"/v1/links/{code}").get_json()["id"] == new
    page = client.get(f"/q/{code}?s=1", headers={"Accept": "text/html"})
    assert page.status_code == 200
    assert "Quán mới" in page.text


def codes(app: Flask, most: int) -> list[str]:
    """Codes of venues that nobody looks at here."""
    with changing(app) as session:
        found = (
            "SELECT code FROM links WHERE kind = 'venue' ORDER BY code DESC LIMIT :n"
        )
        return list(session.scalars(text(found), {"n": most}))


def test_chains_are_flat_and_only_the_last_merge_can_be_undone(
    shared: Flask, client: FlaskClient, merge: Any
) -> None:
    first, second, third = build(shared, OLD, NEW, Stall(name="Quán ba"))
    one = merge(first, second)
    two = merge(second, third)

    assert client.get(f"/v1/venues/{first}").get_json()["merged_into"] == third
    with pytest.raises(MergedOnward):
        undone(shared, one)

    undone(shared, two)
    assert client.get(f"/v1/venues/{first}").get_json()["merged_into"] == second
    undone(shared, one)
    assert client.get(f"/v1/venues/{first}").get_json()["name"] == "Quán cũ"


def test_an_undone_merge_leaves_both_answers_as_they_were(
    shared: Flask, client: FlaskClient, merge: Any
) -> None:
    old, new = build(shared, OLD, NEW)
    before = [client.get(f"/v1/venues/{slug}").get_json() for slug in (old, new)]

    undone(shared, merge(old, new))

    after = [client.get(f"/v1/venues/{slug}").get_json() for slug in (old, new)]
    assert after == before


def test_what_cannot_be_merged_is_refused(
    shared: Flask, client: FlaskClient, moderator: dict[str, str], merge: Any
) -> None:
    old, new, other = build(shared, OLD, NEW, Stall(name="Quán ba"))

    def name(venue: str, into: Any) -> tuple[int, str]:
        answer = proposed(client, moderator, venue, into)
        return answer.status_code, answer.get_json()["type"].rpartition("/")[2]

    assert name(old, old) == (422, "same-venue")
    assert name("no-such-venue", new) == (404, "not-found")
    assert name(old, "no-such-venue") == (422, "invalid-request")
    assert name(old, 7) == (422, "invalid-request")
    proposed(client, moderator, other, new)
    assert name(other, old) == (409, "merge-proposed")
    merge(old, new)
    assert name(new, old) == (422, "same-venue")


def test_only_moderators_merge(shared: Flask, client: FlaskClient) -> None:
    old, new = build(shared, OLD, NEW)
    keeper = on_staff(shared, Role.CODE_KEEPER, persona="P003")

    assert proposed(client, {}, old, new).status_code == 401
    assert proposed(client, keeper, old, new).status_code == 403
