"""S26: what is over is deleted when its time has come, and not before."""

from datetime import timedelta

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from citizen_api.accounts import models
from citizen_api.accounts.actions import end_sessions, give_refresh_token
from citizen_api.accounts.forgetting import forget
from citizen_api.accounts.models import AccessToken, PageToken, Person, RefreshToken
from tests.conftest import NOON
from tests.factories import changing, known_person

TABLES = (models.Session, AccessToken, PageToken, RefreshToken, Person)


def counted(session: Session) -> list[int]:
    """How many rows the tables have."""
    return [
        session.scalar(select(func.count()).select_from(each)) or 0 for each in TABLES
    ]


def test_s26_sessions_and_tokens_go_when_their_time_is_over(fresh: Flask) -> None:
    app, pages = known_person(fresh), known_person(fresh, client="pages")
    with changing(fresh) as session:
        give_refresh_token(session, app.session, ["profile"], now=NOON)
        end_sessions(session, pages.person, only=pages.session, now=NOON)

        seen = []
        for days in (0, 2, 31, 61):
            forget(session, NOON + timedelta(days=days))
            seen.append(counted(session))

    # Tokens that are too old go first, then the ended session, then the other.
    assert seen == [[2, 2, 1, 1, 1], [2, 0, 0, 1, 1], [1, 0, 0, 1, 1], [0, 0, 0, 0, 1]]
