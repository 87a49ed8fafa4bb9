"""The doors of the board: who reads it, what it tells, and its CSV."""

import csv
import io
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from citizen_api.roles.models import Role
from tests.board.filling import YESTERDAY, look_for, scan, surge
from tests.conftest import NOON, close, copied, make_app
from tests.factories import on_staff
from tests.reviews.addresses import VENUE
from tests.reviews.phones import problem

NAMES = ("scans", "fruitless-searches", "stale-listings", "surges")


@pytest.fixture(scope="module")
def busy(server_url: str, seeded_url: str, worker: str) -> Iterator[Flask]:
    """A city in which something happened yesterday."""
    app = make_app(copied(server_url, f"seeded_{worker}", f"board_{worker}"))
    scan(app, 9)
    scan(app, 3, number=1)
    scan(app, 4, kind="dish")
    scan(app, 90, device="bot")
    scan(app, 50, day=NOON.date())
    look_for(app, "pho bo", 6)
    look_for(app, "nguyen van an", 4)
    look_for(app, "nguyen van an", 4, YESTERDAY - timedelta(days=1))
    look_for(app, "banh beo", 9, date(2026, 10, 31))
    surge(app, 12)
    yield app
    close(app)


def read(app: Flask, name: str, role: Role = Role.MODERATOR) -> dict[str, Any]:
    answer = app.test_client().get(f"/v1/board/{name}", headers=on_staff(app, role))
    assert answer.status_code == 200, answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    found: dict[str, Any] = answer.get_json()
    return found


def table(app: Flask, name: str) -> list[list[str]]:
    headers = on_staff(app, Role.AUDITOR)
    answer = app.test_client().get(f"/v1/board/{name}.csv", headers=headers)
    assert answer.content_type == "text/csv; charset=utf-8"
    assert name in answer.headers["Content-Disposition"]
    return list(csv.reader(io.StringIO(answer.text)))


@pytest.mark.parametrize("name", [*NAMES, "scans.csv"])
def test_only_some_people_at_work_read_it(busy: Flask, name: str) -> None:
    client = busy.test_client()

    assert client.get(f"/v1/board/{name}").status_code == 401
    keeper = on_staff(busy, Role.CODE_KEEPER, persona="P003")
    refused = client.get(f"/v1/board/{name}", headers=keeper)
    assert problem(refused) == "role-missing"
    chief = on_staff(busy, Role.ADMINISTRATOR, persona="P004")
    assert client.get(f"/v1/board/{name}", headers=chief).status_code == 200


def test_scans_are_told_by_day_kind_and_street(busy: Flask) -> None:
    found = read(busy, "scans")

    assert found["period"] == {"from": "2026-11-01", "to": "2026-11-20"}
    assert sum(row["count"] for row in found["rows"]) in {9, 12}
    first = found["rows"][-1]
    assert (first["day"], first["kind"]) == (str(YESTERDAY), "venue")
    assert found["left_out"]
    assert found["least"] == 5


def test_what_few_looked_for_is_not_told(busy: Flask) -> None:
    found = read(busy, "fruitless-searches")

    assert found["rows"] == [{"words": "pho bo", "count": 6}]
    assert found["left_out"]


def test_stale_listings_are_told_by_ward(busy: Flask) -> None:
    found = read(busy, "stale-listings")

    assert found["period"] == {"from": "2026-11-21", "to": "2026-11-21"}
    assert {row["fact"] for row in found["rows"]} == {"prices", "hours"}
    assert {row["state"] for row in found["rows"]} <= {"fresh", "stale", "unknown"}
    assert any(row["ward"] == "*" for row in found["rows"])


def test_surges_are_told_with_what_was_decided(busy: Flask) -> None:
    rows = read(busy, "surges")["rows"]

    assert [(each["venue"], each["decision"], each["count"]) for each in rows] == [
        (VENUE, "drop", 12)
    ]


@pytest.mark.parametrize("name", NAMES)
def test_no_cell_of_the_csv_is_below_five(busy: Flask, name: str) -> None:
    head, *rows = table(busy, name)

    assert head[-1] == "count"
    counts = [row[-1] for row in rows]
    if read(busy, name)["left_out"]:
        assert counts.pop() == "fewer than 5: left out"
    assert counts
    assert all(int(count) >= 5 for count in counts)
    assert len(counts) == len(read(busy, name)["rows"])


@pytest.mark.parametrize(
    ("path", "trouble"),
    [
        ("scans?month=2026-12", "invalid-request"),
        ("scans?month=2026-13", "invalid-request"),
        ("scans?month=2024-01", "invalid-request"),
        ("stale-listings?month=2026-11", "invalid-request"),
        ("nothing.csv", "not-found"),
    ],
)
def test_what_cannot_be_answered_is_named(busy: Flask, path: str, trouble: str) -> None:
    headers = on_staff(busy, Role.MODERATOR)

    answer = busy.test_client().get(f"/v1/board/{path}", headers=headers)

    assert problem(answer) == trouble


def test_another_month_is_told_whole(busy: Flask) -> None:
    found = read(busy, "fruitless-searches?month=2026-10")

    assert found["period"]["to"] == "2026-10-31"
    assert found["rows"] == [{"words": "banh beo", "count": 9}]
