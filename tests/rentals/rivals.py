"""What processes of their own do to one bike at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial

from sqlalchemy import text
from sqlalchemy.orm import Session

from citizen_api import tables
from citizen_api.bikes.codes import Kind, Scanned
from citizen_api.db import make_engine
from citizen_api.problems import Problem
from citizen_api.rentals.starting import Wish, offer
from citizen_api.wallets.models import Owner

ALL = tables.metadata  # the models of every room, for their foreign keys
# Whoever holds this lock alone keeps all others waiting before their scans.
GATE = text("SELECT pg_advisory_xact_lock_shared(20)")
NOON = datetime(2026, 11, 21, 5, 0, tzinfo=UTC)


def scanned_by_each(url: str, token: str, devices: list[int]) -> list[str]:
    """In a process of its own: scan the bike with several phones at once."""
    with ThreadPoolExecutor(len(devices)) as threads:
        return list(threads.map(partial(scanned, url, token), devices))


def scanned(url: str, token: str, device: int) -> str:
    """Scan the bike when the gate is opened; what came of it."""
    engine = make_engine(url, pool_size=1)
    wish = Wish(Scanned(Kind.QR, token))
    try:
        with Session(engine) as session, session.begin():
            session.execute(GATE)
            offer(session, Owner(device=device), wish, now=NOON, opened=b"")
        return "had"
    except Problem as refused:
        return refused.name
    finally:
        engine.dispose()
