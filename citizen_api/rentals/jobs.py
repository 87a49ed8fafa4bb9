"""What the worker does for rentals: what is due, what is told, what is forgotten."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from citizen_api.http.clock import now
from citizen_api.http.session import transaction
from citizen_api.jobs.actions import Held
from citizen_api.rentals import pushing
from citizen_api.rentals.faults import pass_on
from citizen_api.rentals.gateway import Heard, lock_gateway
from citizen_api.rentals.lateness import catch_up
from citizen_api.rentals.models import Rental, RentalEvent
from citizen_api.rentals.queries import held, owner_of

ANSWERS_KEPT: Final = timedelta(hours=24)
RAW_KEPT: Final = timedelta(days=90)
FORGET_ANSWERS: Final = text("DELETE FROM rental_answers WHERE at < :before")
FORGET_RAW: Final = text(
    "DELETE FROM lock_events WHERE received_at < :before AND NOT EXISTS ("
    " SELECT FROM rentals r WHERE r.id = lock_events.rental_id AND r.ended_at IS NULL"
    " AND r.state = 'review')"
)


class LockSilent(Exception):
    """A lock that stands open did not hear us: it is told again later."""


def do_what_is_due(job: Held) -> None:
    """Look at a rental whose moment has come; the key begins with its id."""
    with transaction() as session:
        rental = held(session, UUID(job.key.partition(":")[0]))
        catch_up(session, rental, now())


def pass_on_fault(job: Held) -> datetime | None:
    """Tell whoever has a bike of its fault; the key: the bike, and who rode it."""
    bike, _, told = job.key.partition(":")
    with transaction() as session:
        rental = session.get_one(Rental, UUID(told))
        return None if pass_on(session, int(bike), rental, now()) else now()


def push(job: Held) -> None:
    """Tell the push service of an event."""
    with transaction() as session:
        event = session.get_one(RentalEvent, int(job.key))
        rental = session.get_one(Rental, event.rental_id)
        owner = owner_of(rental)
    pushing.told(event.id, owner, str(rental.id), event.state, event.cause)


def close_lock(job: Held) -> None:
    """Tell a lock that stands open to lock again."""
    if lock_gateway().close(job.key) is Heard.SILENT:
        raise LockSilent


def forget(session: Session, now: datetime) -> None:
    """Delete answers after a day, and what locks told after ninety."""
    session.execute(FORGET_ANSWERS, {"before": now - ANSWERS_KEPT})
    session.execute(FORGET_RAW, {"before": now - RAW_KEPT})
