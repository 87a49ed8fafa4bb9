"""The public calendar, and the notices that change it without a release."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.orm import Session

from citizen_api.roles.models import Role
from citizen_api.schedules.actions import recompile_due
from seeds.load import AGAIN, load
from tests.conftest import NOON
from tests.factories import Stall, build, changing
from tests.waiting import a_second_passes

SWAPPED = "2026-11-23"
NOTICE = {
    "kind": "day_off_in_lieu",
    "name": {"vi": "Nghỉ hoán đổi", "en": "Day off swapped"},
    "source": "Thông báo 1/TB-BNV",
}

Staff = Callable[..., dict[str, str]]


def year_of(client: FlaskClient, year: int) -> dict[str, Any]:
    """The days of a year by date."""
    answer = client.get(f"/v1/calendar?year={year}")
    assert answer.status_code == 200
    return {each["day"]: each for each in answer.get_json()["days"]}


def told(app: Flask, headers: dict[str, str], day: str, **said: Any) -> Any:
    """What the answer is when staff say what a day is."""
    path = f"/v1/calendar/{day}"
    return app.test_client().put(path, json=NOTICE | said, headers=headers)


def worked(app: Flask) -> int:
    """Let the worker do what a notice left to it; how many schedules that were."""
    with changing(app) as session:
        return recompile_due(session, NOON.date(), 1000)


def test_everybody_reads_a_year(client: FlaskClient) -> None:
    answer = client.get("/v1/calendar?year=2026")

    assert answer.get_json()["years"] == list(range(2025, 2031))
    assert "public" in answer.headers["Cache-Control"]
    days = year_of(client, 2026)
    assert days["2026-08-22"]["day_off"] is False
    assert days["2026-11-24"] == {
        "day": "2026-11-24",
        "name": {"vi": "Ngày Văn hóa Việt Nam", "en": "Vietnam Culture Day"},
        "kind": "holiday",
        "day_off": True,
        "status": "official",
        "source": "Nghị quyết 28/2026/QH16, điều 2",
    }


def test_without_a_year_it_is_this_one(client: FlaskClient) -> None:
    assert client.get("/v1/calendar").get_json()["year"] == 2026


@pytest.mark.parametrize("year", ["1999", "2101", "tet", "2026.5", ""])
def test_a_year_out_of_reach_is_a_named_problem(client: FlaskClient, year: str) -> None:
    assert client.get(f"/v1/calendar?year={year}").status_code == 422


def test_a_swapped_day_closes_who_is_closed_on_days_off(
    fresh: Flask, staff: Staff
) -> None:
    (slug,) = build(fresh, Stall(hours="07:00-21:00; PH off"))
    client, headers = fresh.test_client(), staff(Role.MODERATOR)
    before = client.get(f"/v1/venues/{slug}").get_json()["hours"]["special_days"]

    answer = told(fresh, headers, SWAPPED)
    assert worked(fresh) > 0

    assert [day["day"] for day in before] == ["2026-11-24"]
    assert answer.status_code == 200
    assert SWAPPED in {each["day"] for each in answer.get_json()["days"]}
    shown = fresh.test_client()
    a_second_passes(fresh)
    days = shown.get(f"/v1/venues/{slug}").get_json()["hours"]["special_days"]
    assert [(day["day"], day["periods"]) for day in days] == [
        (SWAPPED, []),
        ("2026-11-24", []),
    ]
    assert days[0]["holiday"] == NOTICE["name"]


def test_the_same_notice_again_changes_nothing(fresh: Flask, staff: Staff) -> None:
    headers = staff(Role.ADMINISTRATOR)
    told(fresh, headers, SWAPPED)
    worked(fresh)

    assert told(fresh, headers, SWAPPED).status_code == 200
    assert worked(fresh) == 0


def test_an_expected_day_can_be_taken_out_and_come_back(
    fresh: Flask, staff: Staff
) -> None:
    headers, client = staff(Role.MODERATOR), fresh.test_client()

    told(fresh, headers, "2027-02-10", kind="ordinary_day")
    a_second_passes(fresh)
    assert "2027-02-10" not in year_of(client, 2027)

    gone = client.delete("/v1/calendar/2027-02-10", headers=headers)
    assert gone.status_code == 204
    a_second_passes(fresh)
    assert year_of(client, 2027)["2027-02-10"]["status"] == "expected"
    again = client.delete("/v1/calendar/2027-02-10", headers=headers)
    assert again.status_code == 404


def test_seeding_again_leaves_the_notices(fresh: Flask, staff: Staff) -> None:
    told(fresh, staff(Role.MODERATOR), SWAPPED)
    said: list[str] = []

    with changing(fresh) as session:
        load(session, said.append)

    assert said == [AGAIN]
    a_second_passes(fresh)
    assert SWAPPED in year_of(fresh.test_client(), 2026)


BAD: list[tuple[str, dict[str, Any], int]] = [
    ("2026-11-28", {}, 422),  # a Saturday is no day off in lieu
    ("2026-11-23", {"kind": "working_day_in_lieu"}, 422),
    ("2026-11-23", {"kind": "tet"}, 422),
    ("2026-11-23", {"source": ""}, 422),
    ("2026-11-23", {"name": {"vi": "x" * 121, "en": "x"}}, 422),
    ("2026-11-23", {"name": {"vi": "a\u202eb", "en": "x"}}, 422),
    ("2024-11-25", {}, 422),
    ("2099-11-25", {}, 422),
    ("2026-02-30", {}, 404),
    ("tomorrow", {}, 404),
]


def test_a_bad_notice_is_refused(fresh: Flask, staff: Staff) -> None:
    headers = staff(Role.MODERATOR)

    for day, said, status in BAD:
        assert told(fresh, headers, day, **said).status_code == status, (day, said)


def test_only_who_may_changes_the_calendar(fresh: Flask, staff: Staff) -> None:
    assert told(fresh, {}, SWAPPED).status_code == 401
    assert told(fresh, staff(Role.CODE_KEEPER), SWAPPED).status_code == 403


def test_schedules_stay_compiled_two_years_ahead(session: Session) -> None:
    session.execute(
        text(
            "INSERT INTO schedules (text, week, compiled_until) VALUES"
            " ('07:00-21:00; PH closed', '{}', '2030-12-31')"
        )
    )
    session.execute(
        text(
            "INSERT INTO public_holidays VALUES ('2027-01-01', 'Tết', 'New Year',"
            " 'holiday', 'official', 'law')"
        )
    )

    assert recompile_due(session, date(2028, 12, 31), 10) == 0
    assert recompile_due(session, date(2029, 1, 1), 10) == 1
    until = session.scalar(text("SELECT compiled_until FROM schedules"))
    assert until == date(2031, 12, 31)
    assert recompile_due(session, date(2029, 1, 1), 10) == 0
