"""What the tables of schedules and holidays hold."""

from datetime import date
from functools import lru_cache

from sqlalchemy import Connection, Text, cast, select
from sqlalchemy.orm import Session

from citizen_api.schedules.compiling import DayHours
from citizen_api.schedules.evaluating import Schedule
from citizen_api.schedules.holidays import Calendar, Holiday
from citizen_api.schedules.minutes import Minutes
from citizen_api.schedules.models import (
    PublicHoliday,
    StoredException,
    StoredSchedule,
)

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
HOLIDAYS = select(
    PublicHoliday.day,
    PublicHoliday.name_vi,
    PublicHoliday.name_en,
    PublicHoliday.kind,
    PublicHoliday.status,
    PublicHoliday.source,
).order_by(PublicHoliday.day)


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


def holidays(connection: Connection | Session) -> Calendar:
    """Return the calendar, its days in order."""
    rows = connection.execute(HOLIDAYS)
    return {row[0]: Holiday(*row) for row in rows}


@lru_cache(maxsize=4096)
def _day_hours(is_open: str, unknown: str) -> DayHours:
    return DayHours(_minutes(is_open), _minutes(unknown))


def _minutes(multirange: str) -> Minutes:
    boundaries = multirange.strip("{}").replace("[", "").replace(")", "")
    return tuple(map(int, boundaries.split(","))) if boundaries else ()
