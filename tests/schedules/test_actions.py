"""Schedules and holidays in the database."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

from citizen_api.schedules import queries
from citizen_api.schedules.actions import (
    ensure_schedules,
    recompile,
    replace_holidays,
)
from citizen_api.schedules.evaluating import open_bits
from citizen_api.schedules.holidays import Calendar
from citizen_api.schedules.parsing import BadOpeningHours

TEXTS = [
    "07:00-21:00",
    "17:00-02:00; PH off",
    "15:00+",
    "Mo-Fr 06:00-11:00,16:00-21:00",
]
MOMENTS = [
    datetime(2026, 11, day, hour, 30, tzinfo=UTC)
    for day in (20, 21, 22, 23, 24)
    for hour in (0, 3, 9, 13, 16, 18, 23)
]
# The truth, asked of the multiranges in SQL.
OPEN_IN_SQL = text("""
    SELECT id FROM schedules
    CROSS JOIN (SELECT :at AT TIME ZONE 'Asia/Ho_Chi_Minh' AS local) AS clock
    CROSS JOIN LATERAL (SELECT
        extract(isodow FROM local)::int * 1440 - 1440 AS midnight,
        extract(hour FROM local)::int * 60 + extract(minute FROM local)::int AS minute
    ) AS now
    LEFT JOIN schedule_exceptions AS exception
        ON exception.schedule_id = id AND exception.day = local::date
    WHERE coalesce(exception.open @> minute, week @> midnight + minute)
    """)
OPEN_BY_BIT = text("SELECT id FROM schedules WHERE get_bit(:bits, id) = 1")


def count(connection: Connection, table: str) -> int:
    return connection.scalar(text(f"SELECT count(*) FROM {table}")) or 0


def test_the_calendar_comes_back_as_it_was_stored(
    connection: Connection, calendar: Calendar
) -> None:
    replace_holidays(connection, calendar)

    assert queries.holidays(connection) == calendar


def test_a_replaced_calendar_leaves_nothing_of_the_old_one(
    connection: Connection, calendar: Calendar
) -> None:
    new_year = date(2026, 1, 1)
    replace_holidays(connection, calendar)

    replace_holidays(connection, {new_year: calendar[new_year]})
    assert list(queries.holidays(connection)) == [new_year]

    replace_holidays(connection, {})
    assert queries.holidays(connection) == {}


def test_a_stored_schedule_comes_back_as_it_was_compiled(
    connection: Connection, calendar: Calendar
) -> None:
    number = ensure_schedules(connection, ["20:00-23:00+; PH off"], calendar)

    found = queries.load_all(connection)[number["20:00-23:00+; PH off"]]

    assert found.text == "20:00-23:00+; PH closed"
    assert found.week[:2] == (1200, 1380)
    assert found.unknown[:4] == (0, 60, 1380, 1500)
    assert found.exceptions[date(2026, 2, 18)].open == ()
    assert found.exceptions[date(2026, 2, 18)].unknown == ()


def test_the_same_hours_share_a_schedule(
    connection: Connection, calendar: Calendar
) -> None:
    ids = ensure_schedules(connection, ["7:00-21:00", "07:00-21:00 ", "24/7"], calendar)

    assert ids["7:00-21:00"] == ids["07:00-21:00 "] != ids["24/7"]
    assert count(connection, "schedules") == 2


def test_ensuring_twice_changes_nothing(session: Session, calendar: Calendar) -> None:
    first = ensure_schedules(session, TEXTS, calendar)
    stored = queries.load_all(session)

    again = ensure_schedules(session, [*TEXTS, "06:00-09:00"], calendar)

    assert again | first == again
    assert again["06:00-09:00"] == max(first.values()) + 1  # no id was wasted
    assert stored.items() <= queries.load_all(session).items()


def test_a_bad_text_stops_before_anything_is_written(
    connection: Connection, calendar: Calendar
) -> None:
    with pytest.raises(BadOpeningHours):
        ensure_schedules(connection, ["07:00-21:00", "sáng"], calendar)

    assert count(connection, "schedules") == 0


def test_recompiling_takes_up_a_new_holiday(
    connection: Connection, calendar: Calendar
) -> None:
    swapped = date(2026, 1, 2)
    before = {day: each for day, each in calendar.items() if day != swapped}
    texts = ["06:00-20:00; PH off", "17:00-02:00"]
    ids = ensure_schedules(connection, texts, before)
    number = ids["06:00-20:00; PH off"]
    assert swapped not in queries.load_all(connection)[number].exceptions

    recompile(connection, calendar)

    assert queries.load_all(connection)[number].exceptions[swapped].open == ()
    assert ensure_schedules(connection, texts, calendar) == ids


def test_only_days_off_are_marked_as_holidays(
    connection: Connection, calendar: Calendar
) -> None:
    ensure_schedules(connection, ["17:00-02:00; PH off; 2026 Jul 14 off"], calendar)

    marked = connection.scalars(
        text("SELECT day FROM schedule_exceptions WHERE holiday ORDER BY day")
    ).all()

    assert len(marked) == 84
    assert date(2026, 7, 14) not in marked
    assert date(2026, 2, 21) not in marked  # only lacks the night before


def test_bits_multiranges_and_memory_agree(
    connection: Connection, calendar: Calendar
) -> None:
    ensure_schedules(connection, TEXTS, calendar)
    schedules = queries.load_all(connection)
    seen = set()

    for moment in MOMENTS:
        bits = open_bits(schedules, moment)
        by_range = set(connection.scalars(OPEN_IN_SQL, {"at": moment}))
        by_bit = set(connection.scalars(OPEN_BY_BIT, {"bits": bits}))
        assert by_bit == by_range, moment
        seen |= {frozenset(by_bit)}

    assert len(seen) > 4
