"""What has had its time is deleted."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from identity.simulators.vneid.models import (
    BrowserSession,
    Code,
    Family,
    Interaction,
    PushedRequest,
)

__all__ = ["sweep"]

LOCK: Final = 0x564E6550
KEPT_AFTERWARDS: Final = timedelta(days=1)


def sweep(session: Session, now: datetime) -> None:
    """Delete what ended; codes and families a day later, for their replays.

    One sweeper at a time: others leave it to that one.
    """
    if not session.scalar(select(func.pg_try_advisory_xact_lock(LOCK))):
        return
    for ended in (Interaction, PushedRequest, BrowserSession):
        session.execute(delete(ended).where(ended.expires_at <= now))
    for used in (Code, Family):
        session.execute(delete(used).where(used.expires_at <= now - KEPT_AFTERWARDS))
