"""Store holidays and schedules, and compile schedules again."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final, TypeAlias

from sqlalchemy import Connection, delete, select, text, update
from sqlalchemy.dialects.postgresql import Range, insert
from sqlalchemy.dialects.postgresql.ranges import MultiRange
from sqlalchemy.orm import Session

from citizen_api.alone import Work, alone
from citizen_api.schedules.compiling import CompiledSchedule, compile_hours
from citizen_api.schedules.holidays import Calendar, days_off
from citizen_api.schedules.minutes import Minutes, periods
from citizen_api.schedules.models import (
    PublicHoliday,
    StoredException,
    StoredSchedule,
)
from citizen_api.schedules.parsing import normalised
from citizen_api.schedules.queries import calendar_version, holidays
from citizen_api.versions import CATALOGUE, bump

Database: TypeAlias = Session | Connection

YEARS_AHEAD: Final = 2
# Nothing is published while they are compiled: a few tenths of a second.
AT_ONCE: Final = 25
DUE: Final = text(
    """
    SELECT text, id FROM schedules
    WHERE calendar_version < :version OR compiled_until < :ahead
    ORDER BY id LIMIT :limit
    """
)


def replace_holidays(database: Database, calendar: Calendar) -> None:
    """Make the shipped calendar the given one. `recompile` must follow a change."""
    database.execute(delete(PublicHoliday).where(PublicHoliday.day.not_in(calendar)))
    if not calendar:
        return
    names = ("name_vi", "name_en", "kind", "status", "source")
    rows = [
        {"day": day, **{name: getattr(holiday, name) for name in names}}
        for day, holiday in calendar.items()
    ]
    added = insert(PublicHoliday)
    changes = {name: added.excluded[name] for name in names}
    database.execute(
        added.on_conflict_do_update(index_elements=["day"], set_=changes), rows
    )


def ensure_schedules(
    database: Database, texts: Iterable[str], calendar: Calendar
) -> dict[str, int]:
    """Return the schedule id of each text, adding the schedules that are missing.

    Raises BadOpeningHours at the first bad text, before anything is written.
    """
    normal = {text: normalised(text) for text in texts}
    stored = _ids(database)
    missing = sorted(set(normal.values()) - stored.keys())
    if missing:
        _add(database, _compiled(missing, calendar, _years(calendar)), calendar)
        stored = _ids(database)
    return {text: stored[found] for text, found in normal.items()}


def rewrite(database: Database, number: int, text: str, calendar: Calendar) -> None:
    """Let a schedule say something else; no other place may keep to it.

    Whoever calls is alone with `Work.PUBLISHING`, and was when they read the calendar:
    else it may be compiled again meanwhile. Raises BadOpeningHours.
    """
    normal = normalised(text)
    compiled = _compiled([normal], calendar, _years(calendar))
    mine = StoredException.schedule_id == number
    database.execute(delete(StoredException).where(mine))
    database.execute(
        update(StoredSchedule)
        .where(StoredSchedule.id == number)
        .values(text=normal, **_columns(compiled[0]))
    )
    _add_exceptions(database, compiled, {normal: number}, calendar)


def recompile(database: Database, calendar: Calendar) -> None:
    """Compile every schedule again: the calendar changed."""
    alone(database, Work.PUBLISHING)
    version = calendar_version(database)
    _compile_again(database, _ids(database), calendar, _years(calendar), version)


def recompile_due(session: Session, today: date, limit: int) -> int:
    """Compile schedules that an older calendar made, or whose years run out; how many.

    A schedule is compiled to the end of the year after next at least. New ones are
    compiled once more after a notice, for they may have been made from what was known
    before it.
    """
    alone(session, Work.PUBLISHING)
    version, ahead = calendar_version(session), date(today.year + YEARS_AHEAD, 12, 31)
    due = session.execute(DUE, {"version": version, "ahead": ahead, "limit": limit})
    ids = {row.text: row.id for row in due}
    if ids:
        calendar = holidays(session)
        first, last = _years(calendar)
        years = max(first, today.year - 1), max(last, ahead.year)
        _compile_again(session, ids, calendar, years, version)
        bump(session, CATALOGUE)
    return len(ids)


def _compile_again(
    database: Database,
    ids: Mapping[str, int],
    calendar: Calendar,
    years: tuple[int, int],
    version: int,
) -> None:
    compiled = _compiled(ids, calendar, years)
    again = StoredException.schedule_id.in_(ids.values())
    database.execute(delete(StoredException).where(again))
    for schedule in compiled:
        database.execute(
            update(StoredSchedule)
            .where(StoredSchedule.text == schedule.text)
            .values(_columns(schedule) | {"calendar_version": version})
        )
    _add_exceptions(database, compiled, ids, calendar)


def _ids(database: Database) -> dict[str, int]:
    rows = database.execute(select(StoredSchedule.text, StoredSchedule.id))
    return dict(rows.all())


def _years(calendar: Calendar) -> tuple[int, int]:
    return min(calendar).year, max(calendar).year


def _compiled(
    texts: Iterable[str], calendar: Calendar, years: tuple[int, int]
) -> list[CompiledSchedule]:
    closed = days_off(calendar)
    return [compile_hours(text, closed, *years) for text in texts]


def _add(
    database: Database, compiled: list[CompiledSchedule], calendar: Calendar
) -> None:
    rows = [{"text": schedule.text, **_columns(schedule)} for schedule in compiled]
    added = database.execute(
        insert(StoredSchedule)
        .on_conflict_do_nothing(index_elements=["text"])
        .returning(StoredSchedule.text, StoredSchedule.id),
        rows,
    )
    # A text that another transaction added meanwhile has its exceptions from there.
    _add_exceptions(database, compiled, dict(added.all()), calendar)


def _add_exceptions(
    database: Database,
    compiled: list[CompiledSchedule],
    ids: Mapping[str, int],
    calendar: Calendar,
) -> None:
    closed = days_off(calendar)
    rows = [
        {
            "schedule_id": ids[schedule.text],
            "day": day,
            "open": _multirange(hours.open),
            "unknown": _multirange(hours.unknown),
            "holiday": day in closed,
        }
        for schedule in compiled
        if schedule.text in ids
        for day, hours in schedule.exceptions.items()
    ]
    if rows:
        database.execute(insert(StoredException), rows)


def _columns(schedule: CompiledSchedule) -> dict[str, Any]:
    return {
        "week": _multirange(schedule.week),
        "unknown": _multirange(schedule.unknown),
        "compiled_until": schedule.until,
    }


def _multirange(minutes: Minutes) -> MultiRange[int]:
    return MultiRange(Range(start, end) for start, end in periods(minutes))
