"""Hours and special days that owners say."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from tests.factories import Stall, changing
from tests.listings.owning import Keeper, keeper
from tests.reviews.phones import pointers, problem

DAY = Stall(hours="07:00-21:00")
COUNT = text("SELECT count(*) FROM schedules")


def special(owner: Keeper) -> dict[str, list[tuple[str, str]]]:
    """The public special days: the hours of each."""
    return {
        each["day"]: [(p["opens"], p["closes"]) for p in each["periods"]]
        for each in owner.public()["hours"]["special_days"]
        if each["holiday"] is None
    }


def test_the_hours_of_the_owner_are_used_and_those_of_others_kept(
    shared: Flask,
) -> None:
    owner = keeper(shared, DAY)

    listing = owner.change(hours="Mo-Sa 06:00-10:00, 16:00-21:00; Su off")

    hours = owner.public()["hours"]
    assert hours["opening_hours"] == "Mo-Sa 06:00-10:00,16:00-21:00; Su closed"
    assert [(each["source"]["id"], each["used"]) for each in hours["sources"]] == [
        ("owner", True),
        ("test", False),
    ]
    assert listing["hours"]["checked_at"] == "2026-11-21"
    assert owner.change(hours="Mo-Sa 06:00-10:00,16:00-21:00; Su off") == listing


def test_corrected_hours_take_the_place_of_the_owners_own(shared: Flask) -> None:
    owner = keeper(shared, DAY)
    owner.change(hours="08:00-12:00")

    owner.change(hours="08:00-13:00")

    told = owner.public()["hours"]["sources"]
    assert [each["opening_hours"] for each in told] == ["08:00-13:00", "07:00-21:00"]


def test_a_date_may_be_closed_or_have_other_hours(shared: Flask) -> None:
    owner = keeper(shared, DAY)

    owner.edit("PUT", "/days/2026-11-30", {"hours": None})
    owner.edit("PUT", "/days/2026-12-01", {"hours": None})
    listing = owner.edit("PUT", "/days/2026-12-05", {"hours": "17:00-02:00"})

    assert [(each["day"], each["closed"]) for each in listing["days"]] == [
        ("2026-11-30", True),
        ("2026-12-01", True),
        ("2026-12-05", False),
    ]
    assert special(owner) == {
        "2026-11-30": [],
        "2026-12-01": [],
        "2026-12-05": [("17:00", "02:00")],
    }
    owner.edit("DELETE", "/days/2026-12-01")
    assert set(special(owner)) == {"2026-11-30", "2026-12-05"}


def test_an_owner_who_names_a_holiday_is_believed(shared: Flask) -> None:
    """The hours of 24 November are the usual ones, and now it is sure."""
    owner = keeper(shared, DAY)

    owner.edit("PUT", "/days/2026-11-24", {"hours": "07:00-21:00"})

    (day,) = owner.public()["hours"]["special_days"]
    assert (day["day"], day["known"]) == ("2026-11-24", True)
    assert day["periods"] == [{"opens": "07:00", "closes": "21:00", "known": True}]


def test_special_days_stay_when_the_ordinary_hours_change(shared: Flask) -> None:
    owner = keeper(shared, DAY)
    owner.edit("PUT", "/days/2026-11-30", {"hours": None})

    owner.change(hours="09:00-20:00")

    assert special(owner) == {"2026-11-30": []}


def test_closing_day_after_day_makes_no_more_schedules(shared: Flask) -> None:
    owner = keeper(shared, Stall(hours="07:11-21:13"))
    owner.edit("PUT", "/closed-today")
    with changing(shared) as session:
        before = session.scalar(COUNT)

    for day in range(22, 25):
        owner.edit("PUT", f"/days/2026-11-{day}", {"hours": "08:00-09:00"})
        owner.edit("DELETE", f"/days/2026-11-{day}")
    owner.edit("DELETE", "/closed-today")
    owner.edit("PUT", "/closed-today")

    with changing(shared) as session:
        assert session.scalar(COUNT) == before


def test_two_venues_with_one_special_day_do_not_change_each_other(
    shared: Flask,
) -> None:
    one, two = (keeper(shared, Stall(hours="05:00-09:00")) for _ in range(2))
    for owner in (one, two):
        owner.edit("PUT", "/days/2026-11-30", {"hours": None})

    one.edit("PUT", "/days/2026-12-01", {"hours": None})

    assert set(special(one)) == {"2026-11-30", "2026-12-01"}
    assert set(special(two)) == {"2026-11-30"}


@pytest.mark.parametrize(
    "hours",
    [
        "whenever",
        "08:00-12:00 || on demand",
        '08:00-12:00 "maybe"',
        "sunrise-sunset",
        "; ".join(f"{month} 01-02 off" for month in ["Jan"] * 40),
        "x" * 255,
        "giờ hành chính",
    ],
)
def test_hours_that_cannot_be_read_are_refused(shared: Flask, hours: str) -> None:
    answer = keeper(shared, DAY).send("PATCH", "", {"hours": hours})

    assert (problem(answer), pointers(answer)) == ("invalid-request", ["#/hours"])


@pytest.mark.parametrize(
    ("day", "body"),
    [
        ("2026-11-20", {"hours": None}),
        ("2027-12-27", {"hours": None}),
        ("2026-11-30", {}),
        ("2026-11-30", {"hours": ""}),
        ("2026-11-30", {"hours": "Mo 08:00-12:00"}),
        ("2026-11-30", {"hours": "08:00-12:00; 13:00-14:00"}),
        ("2026-11-30", {"hours": "1" * 81}),
        ("2026-11-30", {"hours": 8}),
        ("2026-11-30", {"hours": "off", "closed": True}),
    ],
)
def test_a_day_that_cannot_be_used_is_refused(
    shared: Flask, day: str, body: dict[str, Any]
) -> None:
    owner = keeper(shared, DAY)

    assert problem(owner.send("PUT", f"/days/{day}", body)) == "invalid-request"
    assert owner.read()["version"] == 0


@pytest.mark.parametrize("day", ["today", "2026-02-30", "20261130", "2026-W48-1"])
def test_what_is_no_date_is_not_there(shared: Flask, day: str) -> None:
    answer = keeper(shared, DAY).send("PUT", f"/days/{day}", {"hours": None})

    assert problem(answer) == "not-found"


def test_more_dates_than_one_text_holds_are_refused(shared: Flask) -> None:
    owner = keeper(shared, DAY)
    days = [f"2026-12-{day:02}" for day in range(1, 31, 2)]

    answers = [owner.send("PUT", f"/days/{day}", {"hours": None}) for day in days]

    taken = [answer.status_code for answer in answers].count(200)
    assert problem(answers[-1]) == "invalid-request"
    assert len(owner.read()["days"]) == taken >= 10
