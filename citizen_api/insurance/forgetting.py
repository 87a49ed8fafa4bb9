"""What of look-ups and covers is kept no longer."""

from datetime import datetime

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from citizen_api.insurance.models import ChipChallenge, Cover, Lookup
from citizen_api.insurance.queries import OUTDATED
from citizen_api.insurance.rules import ANSWERS_KEPT, LOOKUPS_KEPT


def forget(session: Session, now: datetime) -> None:
    """Leave only the result code of what was answered ninety days ago.

    After five years nothing is left of it but what the audit log has, unless a breach
    is about it. And what nobody may use any more goes: challenges for chips.
    """
    old = now - ANSWERS_KEPT
    kept = Lookup.question.is_not(None) | Lookup.answer.is_not(None)
    due = update(Lookup).where(Lookup.asked_at < old, kept)
    session.execute(due.values(question=None, answer=None, next_try_at=None))
    stale = update(Cover).where(Cover.checked_at < old, Cover.answer.is_not(None))
    session.execute(stale.values(answer=None))
    session.execute(OUTDATED, {"before": now - LOOKUPS_KEPT})
    session.execute(delete(ChipChallenge).where(ChipChallenge.expires_at <= now))
