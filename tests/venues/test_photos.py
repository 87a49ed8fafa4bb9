"""Owners put photos to their venues; nobody else does."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import text
from werkzeug.test import TestResponse

from citizen_api.roles.models import Role
from tests.conftest import close, copied, make_app
from tests.factories import Stall, build, changing, on_staff
from tests.media.pictures import moving, photo
from tests.reviews.citizens import ask
from tests.reviews.phones import Phone, problem


@pytest.fixture(scope="module")
def city(server_url: str, seeded_url: str, worker: str) -> Iterator[Flask]:
    """A city where each test has venues of its own."""
    made = make_app(copied(server_url, f"seeded_{worker}", f"owned_{worker}"))
    yield made
    close(made)


class Owner:
    """Somebody with a venue."""

    def __init__(self, app: Flask) -> None:
        (self.venue,) = build(app, Stall())
        self.headers = on_staff(app, Role.VENUE_OWNER, self.venue)
        self.client = app.test_client()

    def send(self, content: bytes, venue: str | None = None) -> TestResponse:
        """Add a photo."""
        headers = self.headers | {"Content-Type": "image/png"}
        where = f"/v1/venues/{venue or self.venue}/photos"
        return self.client.post(where, data=content, headers=headers)

    def delete(self, number: int) -> TestResponse:
        """Delete one."""
        where = f"/v1/venues/{self.venue}/photos/{number}"
        return self.client.delete(where, headers=self.headers)

    def listed(self, query: str = "") -> dict[str, object]:
        """What everybody reads."""
        page: dict[str, object] = self.client.get(
            f"/v1/venues/{self.venue}/photos{query}"
        ).get_json()
        return page


@pytest.fixture
def owner(city: Flask) -> Owner:
    """The owner of a new venue."""
    return Owner(city)


def test_an_owner_adds_and_deletes_photos(owner: Owner) -> None:
    made = owner.send(photo(kind="PNG")).get_json()

    items = owner.listed()["items"]
    assert items == [{**made, "by": "owner", "review_id": None}]
    assert owner.delete(made["id"]).status_code == 204
    assert owner.listed()["items"] == []


def test_what_an_owner_did_is_in_the_audit_log(owner: Owner, city: Flask) -> None:
    made = owner.send(photo(kind="PNG")).get_json()
    owner.delete(made["id"])

    with changing(city) as session:
        done = session.execute(
            text("SELECT fields ->> 'action' FROM audit_events ORDER BY seq")
        ).scalars()
        assert list(done)[-2:] == ["photo.added", "photo.deleted"]


def test_another_venue_is_not_theirs(owner: Owner, city: Flask) -> None:
    (other,) = build(city, Stall())

    answer = owner.send(photo(), other)

    assert (answer.status_code, problem(answer)) == (403, "role-missing")


def test_photos_come_by_pages(owner: Owner) -> None:
    made = [owner.send(photo((size, 100))).get_json()["id"] for size in range(64, 67)]

    first = owner.listed("?limit=2")
    second = owner.client.get(first["next"]).get_json()

    assert [each["id"] for each in first["items"]] == made[:0:-1]  # type: ignore[attr-defined]
    assert [each["id"] for each in second["items"]] == made[:1]
    assert second["next"] is None


def test_a_bad_photo_is_refused_by_name(owner: Owner) -> None:
    assert problem(owner.send(moving("PNG"))) == "animated-photo"


def test_there_is_nothing_of_a_venue_that_is_not_there(owner: Owner) -> None:
    answer = owner.client.get("/v1/venues/no-such-venue/photos")

    assert (answer.status_code, problem(answer)) == (404, "not-found")


def test_a_photo_of_an_owner_may_be_reported_as_well(owner: Owner, city: Flask) -> None:
    number = owner.send(photo((87, 61), kind="PNG")).get_json()["id"]
    path = f"/v1/photos/{number}/reports"

    assert ask(Phone(city), "POST", path, {"reason": "spam"}).status_code == 201
