"""What processes of their own do to one wallet at the same moment."""

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from citizen_api.db import make_engine
from citizen_api.wallets.actions import Charge, refund
from citizen_api.wallets.models import Kind
from citizen_api.wallets.problems import RefundTooLarge

NOON = datetime(2026, 11, 21, 5, 0, tzinfo=UTC)
RIDE = Charge(Kind.RIDE, "rental:1")


def given_back(url: str, number: int) -> int:
    """In a process of its own: give a thousand back; how much was."""
    engine = make_engine(url, pool_size=1)
    try:
        with Session(engine) as session, session.begin():
            refund(session, RIDE, 1_000, f"refund:{number}", at=NOON)
        return 1_000
    except RefundTooLarge:
        return 0
    finally:
        engine.dispose()
