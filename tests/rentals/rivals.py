"""What processes of their own do to one bike at the same moment."""

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from citizen_api import tables
from citizen_api.bikes.codes import Kind, Scanned
from citizen_api.db import make_engine
from citizen_api.problems import Problem
from citizen_api.rentals.starting import Wish, offer
from citizen_api.wallets.models import Owner

ALL = tables.metadata  # the models of every room, for their foreign keys
NOON = datetime(2026, 11, 21, 5, 0, tzinfo=UTC)


def scanned(url: str, token: str, device: int) -> str:
    """In a process of its own: scan the bike; what came of it."""
    engine = make_engine(url, pool_size=1)
    wish = Wish(Scanned(Kind.QR, token))
    try:
        with Session(engine) as session, session.begin():
            offer(session, Owner(device=device), wish, now=NOON, opened=b"")
        return "had"
    except Problem as refused:
        return refused.name
    finally:
        engine.dispose()
