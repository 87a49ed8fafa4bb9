"""What is kept no longer of codes, tokens, sessions and requests that are over."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from citizen_api.accounts import models
from citizen_api.accounts.models import (
    AccessToken,
    AuthorizationCode,
    PageToken,
    PendingRequest,
    PendingSignIn,
    RefreshToken,
)

# A code that comes again within this time is noticed.
CODES_KEPT: Final = timedelta(days=1)
# A refresh token that comes again is noticed as long as its session may live.
SESSIONS_KEPT: Final = timedelta(days=30)


def forget(session: Session, now: datetime) -> None:
    """Delete what is over; a session goes with all of its tokens."""
    yesterday, ours = now - CODES_KEPT, models.Session
    for pending in (PendingSignIn, PendingRequest):
        session.execute(delete(pending).where(pending.expires_at < yesterday))
    long_ago = now - SESSIONS_KEPT
    over = select(ours.id).where(
        or_(ours.ended_at < long_ago, ours.expires_at < long_ago)
    )
    for kind in (AccessToken, PageToken, AuthorizationCode):
        gone = or_(kind.expires_at < yesterday, kind.session_id.in_(over))
        session.execute(delete(kind).where(gone))
    session.execute(delete(RefreshToken).where(RefreshToken.session_id.in_(over)))
    session.execute(delete(ours).where(ours.id.in_(over)))
