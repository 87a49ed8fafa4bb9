"""I am here: by the code that the place shows, or where its sticker hangs."""

import pytest
from flask import Flask

from citizen_api.links.models import Kind
from citizen_api.roles.models import Role
from tests.factories import CENTRE, Stall, build, on_staff
from tests.links.codes import made
from tests.pages.filling import Reader

LON, LAT = CENTRE


@pytest.fixture
def venue(fresh: Flask) -> str:
    """A venue that is open all day."""
    (slug,) = build(fresh, Stall(hours="24/7"))
    return slug


def shown(app: Flask, venue: str) -> str:
    owner = on_staff(app, Role.VENUE_OWNER, venue)
    client = app.test_client()
    code: str = client.post(
        f"/v1/venues/{venue}/visit-codes", headers=owner
    ).get_json()["code"]
    return code


def test_the_code_of_the_place_marks_the_rating(
    reader: Reader, fresh: Flask, venue: str
) -> None:
    answer = reader.fill(f"/venues/{venue}/visit", code=shown(fresh, venue))

    assert answer.status_code == 303
    assert answer.location == f"/venues/{venue}/rate?visited=1"
    assert "marked as that of a visitor" in reader.open(answer.location).text


def test_the_sticker_and_the_position_mark_it_too(
    reader: Reader, fresh: Flask, venue: str
) -> None:
    code = made(fresh, Kind.VENUE, venue)
    landed = reader.open(f"/q/{code}?s=1").text
    assert f'href="/venues/{venue}/visit?code={code}"' in landed

    near = {"lat": str(LAT), "lon": str(LON), "accuracy_m": "30"}
    answer = reader.fill(f"/venues/{venue}/visit?code={code}", **near)

    assert answer.location == f"/venues/{venue}/rate?visited=1"


def test_what_does_not_hold_is_told(reader: Reader, fresh: Flask, venue: str) -> None:
    code = made(fresh, Kind.VENUE, venue)
    path = f"/venues/{venue}/visit"
    far = {"lat": "20.9", "lon": "106.7", "accuracy_m": "30"}

    for typed, status, said in (
        ({"code": "222222"}, 422, "not the code"),
        ({"code": "22222X"}, 422, "mistyped"),
        ({"code": ""}, 422, "mistyped"),
        ({"scan": code, **far}, 409, "somewhere else"),
        ({"scan": code, **far, "lat": "x"}, 422, "mistyped"),
        ({"scan": code, **far, "accuracy_m": "900"}, 409, "well enough"),
    ):
        answer = reader.fill(path, **typed)
        assert (answer.status_code, said in answer.text) == (status, True), typed


def test_an_old_form_proves_nothing(reader: Reader, venue: str) -> None:
    answer = reader.send(f"/venues/{venue}/visit", {"code": "222222"})

    assert answer.status_code == 403
