"""Keep a notice, take one back; the hours of every venue follow."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Final

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from citizen_api.alone import Work, alone
from citizen_api.audits.actions import record
from citizen_api.audits.rules import Event
from citizen_api.calendars.rules import Notice, ensure_plausible
from citizen_api.jobs.actions import enqueue
from citizen_api.problems import NotFound
from citizen_api.schedules.models import CalendarNotice
from citizen_api.versions import CALENDAR, CATALOGUE, bump

SCHEDULES_JOB: Final = "schedules"


def keep(session: Session, notices: Iterable[Notice], *, by: str, at: datetime) -> int:
    """Keep notices, each in place of the one of its day; how many say something new.

    The schedules are compiled again by a job. Raises InvalidRequest, AuditUnavailable.
    """
    alone(session, Work.CALENDAR)
    new = [each for each in notices if _keep_one(session, each, at)]
    if new:
        _follow(session, at)
        days = [f"{each.day} {each.kind}" for each in new]
        _record(session, "calendar.notice", by, days)
    return len(new)


def withdraw(session: Session, day: date, *, by: str, at: datetime) -> None:
    """Take the notice of a day back: what was shipped holds again.

    Raises NotFound when there is none, AuditUnavailable.
    """
    if not _end(session, day, at):
        raise NotFound
    _follow(session, at)
    _record(session, "calendar.withdrawn", by, [str(day)])


def _keep_one(session: Session, notice: Notice, at: datetime) -> bool:
    ensure_plausible(notice, at.date())
    there = session.scalar(
        select(CalendarNotice).where(
            CalendarNotice.day == notice.day, CalendarNotice.ended_at.is_(None)
        )
    )
    if there and all(getattr(there, name) == said for name, said in _said(notice)):
        return False
    _end(session, notice.day, at)
    session.add(CalendarNotice(**notice._asdict()))
    session.flush()
    return True


def _said(notice: Notice) -> Iterable[tuple[str, object]]:
    return notice._asdict().items()


def _end(session: Session, day: date, at: datetime) -> bool:
    current = (CalendarNotice.day == day, CalendarNotice.ended_at.is_(None))
    ended = update(CalendarNotice).where(*current).values(ended_at=at)
    return session.scalar(ended.returning(CalendarNotice.id)) is not None


def _follow(session: Session, at: datetime) -> None:
    bump(session, CALENDAR)
    bump(session, CATALOGUE)
    enqueue(session, SCHEDULES_JOB, "", at)


def _record(session: Session, action: str, by: str, days: list[str]) -> None:
    detail = {"days": days}
    record(session, Event(action=action, actor=by, outcome="done", detail=detail))
