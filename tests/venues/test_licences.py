"""Stamps of the city: a paper that was seen, until when, and no number."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from citizen_api.roles.models import Role

VENUE = "banh-da-cua-be-ba-cu"
PAPER = {
    "issued_by": "Sở An toàn thực phẩm",
    "issued_on": "2024-05-01",
    "valid_until": "2027-05-01",
}

Staff = Callable[..., dict[str, str]]


class Desk:
    """A moderator at work on the papers of a venue."""

    def __init__(self, app: Flask, headers: dict[str, str]) -> None:
        self.app, self.headers = app, headers

    def put(self, kind: str = "food_safety", **said: Any) -> Any:
        path = f"/v1/venues/{VENUE}/licences/{kind}"
        return self._client.put(path, json=PAPER | said, headers=self.headers)

    def withdraw(self, kind: str = "food_safety") -> Any:
        path = f"/v1/venues/{VENUE}/licences/{kind}"
        return self._client.delete(path, headers=self.headers)

    def undo(self, kind: str = "food_safety") -> Any:
        path = f"/v1/venues/{VENUE}/licences/{kind}/undo"
        return self._client.post(path, headers=self.headers)

    def shown(self) -> list[dict[str, Any]]:
        answer = self._client.get(f"/v1/venues/{VENUE}")
        found: list[dict[str, Any]] = answer.get_json()["licences"]
        return found

    @property
    def _client(self) -> Any:
        self.app.extensions["citizen-copies"].clear()
        return self.app.test_client()


@pytest.fixture
def desk(fresh: Flask, staff: Staff) -> Desk:
    return Desk(fresh, staff(Role.MODERATOR))


def test_a_stamp_is_shown_with_its_end_and_who_issued_it(desk: Desk) -> None:
    answer = desk.put()

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    (paper,) = desk.shown()
    assert paper == answer.get_json()["items"][0]
    assert paper["source"]["kind"] == "city"
    assert {name: paper[name] for name in PAPER} == PAPER
    assert (paper["kind"], paper["expired"]) == ("food_safety", False)
    assert (paper["checked_at"], paper["stale"]) == ("2026-11-21", False)
    assert not {"number", "id"} & paper.keys()


def test_an_expired_paper_says_so(desk: Desk) -> None:
    desk.put(valid_until="2026-11-20")

    assert desk.shown()[0]["expired"] is True


def test_a_paper_is_good_on_its_last_day(desk: Desk) -> None:
    desk.put(valid_until="2026-11-21")

    assert desk.shown()[0]["expired"] is False


def test_a_business_licence_needs_no_end(desk: Desk) -> None:
    desk.put("business", valid_until=None)
    desk.put()

    assert [paper["kind"] for paper in desk.shown()] == ["business", "food_safety"]


def test_a_new_paper_takes_the_place_of_the_old_and_can_be_undone(desk: Desk) -> None:
    desk.put()
    before = desk.shown()
    desk.put(issued_by="Chi cục", valid_until="2029-01-01")
    assert desk.shown()[0]["issued_by"] == "Chi cục"

    assert desk.undo().status_code == 200

    assert desk.shown() == before


def test_a_stamp_that_was_taken_back_can_come_back(desk: Desk) -> None:
    desk.put()
    before = desk.shown()

    assert desk.withdraw().get_json() == {"items": []}
    assert desk.shown() == []
    assert desk.withdraw().status_code == 404
    desk.undo()

    assert desk.shown() == before
    assert desk.undo().status_code == 404


IMPOSSIBLE: list[tuple[str, dict[str, Any], int]] = [
    ("food_safety", {"valid_until": None}, 422),
    ("food_safety", {"valid_until": "2024-05-01"}, 422),
    ("food_safety", {"issued_on": "2026-11-22"}, 422),
    ("food_safety", {"issued_on": "1989-12-31"}, 422),
    ("food_safety", {"issued_on": "01/05/2024"}, 422),
    ("food_safety", {"issued_on": 20240501}, 422),
    ("food_safety", {"issued_by": "x" * 121}, 422),
    ("food_safety", {"issued_by": "\x00"}, 422),
    ("food_safety", {"number": "0201234567"}, 422),
    ("fire_safety", {}, 404),
]


def test_a_paper_that_cannot_be_is_refused(desk: Desk) -> None:
    for kind, said, status in IMPOSSIBLE:
        assert desk.put(kind, **said).status_code == status, said
    assert desk.shown() == []


def test_only_moderators_stamp(fresh: Flask, staff: Staff) -> None:
    assert Desk(fresh, {}).put().status_code == 401
    assert Desk(fresh, staff(Role.CODE_KEEPER)).put().status_code == 403
