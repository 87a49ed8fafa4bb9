"""Questions about notices."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from citizen_api.schedules.models import CalendarNotice


def notices(session: Session, year: int) -> Sequence[CalendarNotice]:
    """The notices of the days of a year that stand, in order."""
    of_year = CalendarNotice.day.between(date(year, 1, 1), date(year, 12, 31))
    stand = CalendarNotice.ended_at.is_(None)
    asked = select(CalendarNotice).where(of_year, stand)
    return session.scalars(asked.order_by(CalendarNotice.day)).all()
