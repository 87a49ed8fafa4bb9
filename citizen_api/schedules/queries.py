"""What the tables of schedules and holidays hold."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Text, cast, select
from sqlalchemy import text as sql
from sqlalchemy.orm import Session

from citizen_api.schedules.compiling import DayHours
from citizen_api.schedules.evaluating import Schedule
from citizen_api.schedules.holidays import Calendar, Holiday
from citizen_api.schedules.minutes import Minutes
from citizen_api.schedules.models import (
    HolidayKind,
    HolidayStatus,
    NoticeKind,
    StoredException,
    StoredSchedule,
)
from citizen_api.versions import CALENDAR

# As text, a multirange is its boundaries: PostgreSQL writes it canonical, [ … ).
SCHEDULES = select(
    StoredSchedule.id,
    StoredSchedule.text,
    cast(StoredSchedule.week, Text),
    cast(StoredSchedule.unknown, Text),
)
EXCEPTIONS = select(
    StoredException.schedule_id,
    StoredException.day,
    cast(StoredException.open, Text),
    cast(StoredException.unknown, Text),
)
SHIPPED = """
SELECT day, name_vi, name_en, kind, status, source FROM public_holidays
"""
# What the city was told since goes before what was shipped.
IN_FORCE = f"""
{SHIPPED} h
WHERE NOT EXISTS (
    SELECT FROM calendar_notices n WHERE n.day = h.day AND n.ended_at IS NULL
)
UNION ALL
SELECT day, name_vi, name_en, kind, status, source FROM calendar_notices
WHERE ended_at IS NULL AND kind <> '{NoticeKind.ORDINARY_DAY}'
"""  # noqa: S608 - our own words
HOLIDAYS = sql(f"{IN_FORCE} ORDER BY day")
SHIPPED_IN_ORDER = sql(f"{SHIPPED} ORDER BY day")
CALENDAR_VERSION = sql("SELECT value FROM versions WHERE name = :name")


def load_all(connection: Connection | Session) -> dict[int, Schedule]:
    """Return every schedule by its id, with all its exceptions."""
    exceptions: dict[int, dict[date, DayHours]] = {}
    for number, day, is_open, unknown in connection.execute(EXCEPTIONS):
        exceptions.setdefault(number, {})[day] = _day_hours(is_open, unknown)
    return {
        number: Schedule(
            number, text, _minutes(week), _minutes(unknown), exceptions.get(number, {})
        )
        for number, text, week, unknown in connection.execute(SCHEDULES)
    }


def one(connection: Connection | Session, number: int | None) -> Schedule | None:
    """Return the schedule with this id; None for none."""
    exceptions = {
        day: _day_hours(is_open, unknown)
        for _, day, is_open, unknown in connection.execute(
            EXCEPTIONS.where(StoredException.schedule_id == number)
        )
    }
    found = connection.execute(SCHEDULES.where(StoredSchedule.id == number))
    for known, text, week, unknown in found:
        return Schedule(known, text, _minutes(week), _minutes(unknown), exceptions)
    return None


def holidays(connection: Connection | Session) -> Calendar:
    """Return the calendar, its days in order."""
    return _calendar(connection.execute(HOLIDAYS))


def shipped_holidays(connection: Connection | Session) -> Calendar:
    """Return the calendar as it was shipped, without what was told since."""
    return _calendar(connection.execute(SHIPPED_IN_ORDER))


def calendar_version(connection: Connection | Session) -> int:
    """Return the number that grows with each notice."""
    return connection.scalar(CALENDAR_VERSION, {"name": CALENDAR}) or 0


def _calendar(rows: Iterable[Any]) -> Calendar:
    return {
        row.day: Holiday(
            row.day,
            row.name_vi,
            row.name_en,
            HolidayKind(row.kind),
            HolidayStatus(row.status),
            row.source,
        )
        for row in rows
    }


@lru_cache(maxsize=4096)
def _day_hours(is_open: str, unknown: str) -> DayHours:
    return DayHours(_minutes(is_open), _minutes(unknown))


def _minutes(multirange: str) -> Minutes:
    boundaries = multirange.strip("{}").replace("[", "").replace(")", "")
    return tuple(map(int, boundaries.split(","))) if boundaries else ()
